package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** An operation of one or two calls, done on a thread for transfers. */
abstract class BriefOperation implements Operation {
    protected final Account account;
    private final String what;

    BriefOperation(Account account, String what) {
        this.account = account;
        this.what = what;
    }

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        Wait wait = account.waits().begin(exchange, callback, what);
        wait.transfer(() -> {
            Consumer<Message> effect = ask(exchange, options(exchange));
            wait.end(done -> effect.accept(done.getMessage()));
        });
        return false;
    }

    Options options(Exchange exchange) {
        return Options.of(exchange, account.options());
    }

    /** Asks. @return what the answer does to the message */
    abstract Consumer<Message> ask(Exchange exchange, Options options) throws Exception;

    static PredictionId prediction(Exchange exchange) {
        String id = exchange.getMessage().getHeader(Sam3Constants.PREDICTION_ID, String.class);
        if (id == null) {
            throw new InvalidInputException(
                    "no prediction: set the header " + Sam3Constants.PREDICTION_ID + ", as submit and segment do");
        }
        return new PredictionId(id);
    }
}
