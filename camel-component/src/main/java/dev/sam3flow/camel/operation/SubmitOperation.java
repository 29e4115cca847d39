package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.Prompts;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Fires: the body becomes the prediction's id, and what becomes of it is looked at later. */
final class SubmitOperation extends BriefOperation {
    SubmitOperation(Account account) {
        super(account, "the submit");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        PredictionService predictions = account.predictions();
        Prompts prompts = options.prompts();
        Paid paid = Paid.of(exchange, account.uri());
        Optional<PredictionId> earlier = paid.prediction();
        PredictionId id = earlier.isPresent()
                ? earlier.get()
                : submit(exchange, predictions, prompts, paid).id();
        return message -> {
            Paid.forget(exchange, account.uri());
            message.setBody(id.value());
            message.setHeader(Sam3Constants.PREDICTION_ID, id.value());
            message.setHeader(Sam3Constants.SIMULATED, predictions.simulated());
        };
    }

    private Prediction submit(Exchange exchange, PredictionService predictions, Prompts prompts, Paid paid) {
        try (VideoBody video = VideoBody.of(exchange)) {
            Submitter submitter = new Submitter(predictions, account.options());
            return submitter.submit(paid, submitter.upload(video), prompts);
        }
    }
}
