package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.prediction.DeleteOutcome;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Deletes a prediction; it reports in a header and leaves the body alone. */
final class DeleteOperation extends BriefOperation {
    DeleteOperation(Account account) {
        super(account, "the delete");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        DeleteOutcome outcome = account.predictions().delete(prediction(exchange));
        return message -> message.setHeader(Sam3Constants.DELETED, outcome == DeleteOutcome.DELETED);
    }
}
