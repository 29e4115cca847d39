package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.PredictionFailedException;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.camel.decoding.DecodeRequest;
import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.Prompts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One prediction from video to masks; between two looks the exchange holds no thread. */
final class SegmentOperation implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentOperation.class);

    private final Account account;

    SegmentOperation(Account account) {
        this.account = account;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Options options = Options.ofVideo(exchange, account.options());
        Order order = new Order(
                options.firstFramePrompts(),
                options.pollPolicy(),
                options.decodeRequest(),
                account.predictions(),
                Paid.of(exchange, account.uri()));
        Duration patience = options.waitTimeout();
        Wait wait = account.waits().begin(exchange, callback, "the prediction");
        wait.endAfter(patience);
        wait.transfer(() -> begin(wait, order));
        return false;
    }

    /** What one exchange asks for, read before the wait begins. */
    private record Order(
            Prompts prompts, PollPolicy policy, DecodeRequest decode, PredictionService predictions, Paid paid) {}

    private void begin(Wait wait, Order order) {
        boolean known = order.paid().prediction().isPresent();
        AtomicReference<DecodeRequest> decode = new AtomicReference<>(order.decode());
        new Submission(
                        account,
                        wait,
                        order.paid(),
                        order.prompts(),
                        order.policy(),
                        order.predictions(),
                        video -> decode.set(order.decode().withFactsOf(video.file(), account.videoTools())),
                        id -> follow(wait, order, id, Objects.requireNonNull(decode.get()), known ? 1 : 0))
                .begin();
    }

    private void follow(Wait wait, Order order, PredictionId id, DecodeRequest decode, int looks) {
        wait.isAbout(id.value());
        wait.onStop(() -> Cancellation.onStop(account, order.predictions(), id));
        lookLater(wait, order, id, decode, looks, Optional.empty());
    }

    private void lookLater(
            Wait wait, Order order, PredictionId id, DecodeRequest decode, int looks, Optional<Duration> asked) {
        wait.lookLater(order.policy().pauseOr(asked, looks), () -> look(wait, order, id, decode, looks + 1));
    }

    private void look(Wait wait, Order order, PredictionId id, DecodeRequest decode, int looks) {
        Prediction seen;
        try {
            seen = order.predictions().poll(id);
        } catch (Sam3Exception failed) {
            if (!failed.retryable()) {
                throw failed;
            }
            LOG.debug("Look {} at prediction {} came to nothing: {}", looks, id, failed.getMessage());
            lookLater(wait, order, id, decode, looks, failed.retryAfter());
            return;
        }
        if (!seen.status().isTerminal()) {
            lookLater(wait, order, id, decode, looks, Optional.empty());
        } else if (seen.status() == PredictionStatus.COMPLETED) {
            account.observer().tell(Kind.COMPLETED, id.value());
            wait.transfer(() -> finish(wait, order, seen, decode));
        } else {
            account.observer().tell(Kind.FAILED, id.value());
            wait.fail(new PredictionFailedException(seen));
        }
    }

    private void finish(Wait wait, Order order, Prediction seen, DecodeRequest decode) throws Exception {
        SegmentResult result = decode.fetch(order.predictions(), seen, order.prompts());
        wait.end(exchange -> {
            Paid.forget(exchange, account.uri());
            Message message = exchange.getMessage();
            message.setBody(result);
            message.setHeader(Sam3Constants.PREDICTION_ID, result.predictionId());
            message.setHeader(Sam3Constants.STATUS, seen.status().word());
            message.setHeader(Sam3Constants.DIALECT_FOUND, result.dialect());
            message.setHeader(Sam3Constants.SIMULATED, result.simulated());
        });
    }
}
