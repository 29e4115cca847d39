package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.Prompts;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Fires: the body becomes the prediction's id, and what becomes of it is looked at later. */
final class SubmitOperation implements Operation {
    private final Account account;

    SubmitOperation(Account account) {
        this.account = account;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Options options = Options.ofVideo(exchange, account.options());
        Prompts prompts = options.firstFramePrompts();
        PollPolicy policy = options.pollPolicy();
        PredictionService predictions = account.predictions();
        Paid paid = Paid.of(exchange, account.uri());
        Wait wait = account.waits().begin(exchange, callback, "the submit");
        wait.transfer(() -> new Submission(
                        account,
                        wait,
                        paid,
                        prompts,
                        policy,
                        predictions,
                        video -> {},
                        id -> finish(wait, predictions, id))
                .begin());
        return false;
    }

    private void finish(Wait wait, PredictionService predictions, PredictionId id) {
        wait.end(done -> {
            Paid.forget(done, account.uri());
            Message message = done.getMessage();
            message.setBody(id.value());
            message.setHeader(Sam3Constants.PREDICTION_ID, id.value());
            message.setHeader(Sam3Constants.SIMULATED, predictions.simulated());
        });
    }
}
