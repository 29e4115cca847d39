package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.PredictionFailedException;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.camel.decoding.DecodeRequest;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
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
        Options options = new Options(exchange, account.options());
        Order order = new Order(
                options.prompts(),
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
        Optional<PredictionId> earlier = order.paid().prediction();
        if (earlier.isPresent()) {
            follow(wait, order, earlier.get(), order.decode(), 1);
            return;
        }
        try (VideoBody video = VideoBody.of(wait.exchange())) {
            DecodeRequest decode = order.decode().withFactsOf(video.file(), account.videoTools());
            URI url = new Submitter(order.predictions(), account.options()).upload(video);
            submit(wait, order, url, decode, 0);
        }
    }

    private void submit(Wait wait, Order order, URI url, DecodeRequest decode, int refusals) {
        if (wait.hasEnded()) {
            return;
        }
        Prediction begun;
        try {
            begun = new Submitter(order.predictions(), account.options()).submit(order.paid(), url, order.prompts());
        } catch (RateLimitedException limited) {
            Duration pause = later(order, limited.retryAfter(), refusals + 1);
            wait.lookLater(pause, () -> wait.transfer(() -> submit(wait, order, url, decode, refusals + 1)));
            return;
        }
        if (wait.hasEnded()) {
            LOG.warn("Prediction {} was begun after its exchange had ended; it is paid for", begun.id());
            cancelOnStop(order.predictions(), begun.id());
            return;
        }
        follow(wait, order, begun.id(), decode, 0);
    }

    private void follow(Wait wait, Order order, PredictionId id, DecodeRequest decode, int looks) {
        wait.isAbout(id.value());
        wait.onStop(() -> cancelOnStop(order.predictions(), id));
        lookLater(wait, order, id, decode, looks, Optional.empty());
    }

    private void lookLater(
            Wait wait, Order order, PredictionId id, DecodeRequest decode, int looks, Optional<Duration> asked) {
        wait.lookLater(later(order, asked, looks), () -> look(wait, order, id, decode, looks + 1));
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
            wait.transfer(() -> finish(wait, order, seen, decode));
        } else {
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

    private static Duration later(Order order, Optional<Duration> asked, int looks) {
        Duration own = order.policy().pause(looks, ThreadLocalRandom.current().nextDouble());
        return asked.filter(longer -> longer.compareTo(own) > 0).orElse(own);
    }

    private void cancelOnStop(PredictionService predictions, PredictionId id) {
        if (account.options().isCancelOnStop()) {
            @Nullable RuntimeException failed = Cancellation.tryDelete(predictions, id);
            if (failed != null) {
                LOG.warn("Prediction {} could not be deleted while stopping: {}", id, failed.getMessage());
            }
        }
    }
}
