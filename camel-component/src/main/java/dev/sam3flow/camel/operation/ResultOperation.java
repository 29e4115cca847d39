package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One look at a prediction; it reports in headers and leaves the body alone. */
final class ResultOperation extends BriefOperation {
    ResultOperation(Account account) {
        super(account, "the look");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        Prediction seen = account.predictions().poll(prediction(exchange));
        return message -> {
            message.setHeader(Sam3Constants.STATUS, seen.status().word());
            message.setHeader(Sam3Constants.ENDED, seen.status().isTerminal());
            PredictionFailure failure = seen.failure();
            if (failure == null) {
                message.removeHeader(Sam3Constants.FAILURE_REASON);
            } else {
                message.setHeader(Sam3Constants.FAILURE_REASON, failure.reason().name());
            }
        };
    }
}
