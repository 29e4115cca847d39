package dev.sam3flow.camel.event;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.Sam3Endpoint;
import dev.sam3flow.camel.operation.Account;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Looks for predictions and jobs that have ended, and emits each once. */
public final class EventsConsumer extends ScheduledPollConsumer {
    /** The provider's clock may be ahead. */
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);
    /** A job that has ended has its result at hand. */
    private static final long RESULT_SECONDS = 10;

    private final Sam3Endpoint endpoint;
    private final Account account;
    private final Claims claims;

    public EventsConsumer(Sam3Endpoint endpoint, Processor processor, Account account, Claims claims) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.account = account;
        this.claims = claims;
    }

    @Override
    protected void doStart() throws Exception {
        claims.inject(endpoint.getCamelContext());
        ServiceHelper.startService(claims);
        super.doStart();
    }

    @Override
    protected int poll() throws Exception {
        forceConsumerAsReady();
        int emitted = pollJobs();
        if (endpoint.getPredictionIds() != null || endpoint.getJobIds() == null) {
            emitted += pollPredictions();
        }
        return emitted;
    }

    private int pollPredictions() throws Exception {
        int emitted = 0;
        for (Prediction seen : predictions()) {
            if (!isRunAllowed() || !seen.status().isTerminal()) {
                continue;
            }
            emitted += emit("prediction/" + seen.id(), message -> tell(message, seen));
        }
        return emitted;
    }

    private List<Prediction> predictions() {
        String given = endpoint.getPredictionIds();
        if (given == null) {
            Instant now = Instant.now();
            return account.predictions()
                    .find(new TimeWindow(now.minus(Duration.ofMillis(endpoint.getLookBack())), now.plus(CLOCK_SLACK)));
        }
        return names(given).stream()
                .map(PredictionId::new)
                .flatMap(id -> java.util.stream.Stream.ofNullable(lookAt(id)))
                .toList();
    }

    /** One that is gone must not keep the others from being looked at. */
    private @Nullable Prediction lookAt(PredictionId id) {
        try {
            return account.predictions().poll(id);
        } catch (NotFoundException gone) {
            return null;
        }
    }

    private int pollJobs() throws Exception {
        int emitted = 0;
        for (String name : names(endpoint.getJobIds())) {
            JobService jobs = account.jobs();
            JobId id = JobId.parse(name);
            if (isRunAllowed() && jobs.progress(id).phase().isTerminal()) {
                CompletableFuture<JobResult> result = jobs.result(id);
                JobResult ended = result.get(RESULT_SECONDS, TimeUnit.SECONDS);
                emitted += emit("job/" + id + "/" + ended.phase(), message -> tell(message, ended));
            }
        }
        return emitted;
    }

    private int emit(String what, Consumer<Message> content) throws Exception {
        if (!claims.claim(what)) {
            return 0;
        }
        Exchange exchange = createExchange(false);
        boolean routed = false;
        try {
            content.accept(exchange.getMessage());
            getProcessor().process(exchange);
            routed = exchange.getException() == null;
            if (!routed) {
                getExceptionHandler().handleException("the ending of " + what, exchange, exchange.getException());
            }
            return 1;
        } finally {
            if (routed) {
                claims.keep(what);
            } else {
                claims.giveBack(what);
            }
            releaseExchange(exchange, false);
        }
    }

    static void tell(Message message, Prediction seen) {
        message.setBody(seen);
        message.setHeader(Sam3Constants.PREDICTION_ID, seen.id().value());
        message.setHeader(Sam3Constants.STATUS, seen.status().word());
        message.setHeader(Sam3Constants.ENDED, seen.status().isTerminal());
        if (seen.failure() != null) {
            message.setHeader(
                    Sam3Constants.FAILURE_REASON, seen.failure().reason().name());
        }
    }

    private static void tell(Message message, JobResult ended) {
        message.setBody(ended);
        message.setHeader(Sam3Constants.JOB_ID, ended.id().toString());
        message.setHeader(Sam3Constants.JOB_PHASE, ended.phase().name());
        message.setHeader(Sam3Constants.CHARGED, ended.charged().value());
        if (ended.failure() != null) {
            message.setHeader(
                    Sam3Constants.FAILURE_REASON, ended.failure().reason().name());
        }
    }

    private static List<String> names(@Nullable String given) {
        return given == null || given.isBlank()
                ? List.of()
                : Arrays.stream(given.split(",")).map(String::strip).toList();
    }
}
