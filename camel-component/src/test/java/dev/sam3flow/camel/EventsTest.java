package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final String EVENTS = "sam3:events?delay=20&initialDelay=0";

    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> emitted = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void listen(DefaultCamelContext in, String uri) throws Exception {
        in.getRegistry().bind("provider", provider);
        in.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("not now");
                    }
                    emitted.add(name(exchange));
                });
            }
        });
        in.start();
    }

    private static String name(Exchange exchange) {
        Object id = exchange.getMessage().getHeader(Sam3Constants.PREDICTION_ID);
        return id == null
                ? exchange.getMessage().getHeader(Sam3Constants.JOB_ID, String.class) + " "
                        + exchange.getMessage().getHeader(Sam3Constants.JOB_PHASE)
                : id + " " + exchange.getMessage().getHeader(Sam3Constants.STATUS);
    }

    private static Prediction prediction(String id, PredictionStatus status) {
        return new Prediction(new PredictionId(id), status, null, null, null, null);
    }

    @Test
    void everyEndingIsEmittedOnce() throws Exception {
        provider.listed.addAll(List.of(
                prediction("a", PredictionStatus.COMPLETED),
                prediction("b", PredictionStatus.PROCESSING),
                prediction("c", PredictionStatus.FAILED)));
        listen(context, EVENTS);
        await().until(() -> emitted.size() == 2);
        int before = provider.finds.get();

        provider.listed.set(1, prediction("b", PredictionStatus.CANCELLED));

        await().until(() -> provider.finds.get() > before + 5);
        assertThat(emitted).containsExactly("a completed", "c failed", "b cancelled");
    }

    @Test
    void twoNodesThatShareARepositoryNeverBothEmit() throws Exception {
        IntStream.range(0, 300).forEach(i -> provider.listed.add(prediction("p" + i, PredictionStatus.COMPLETED)));
        MemoryIdempotentRepository shared = new MemoryIdempotentRepository();
        DefaultCamelContext other = new DefaultCamelContext();
        context.getRegistry().bind("shared", shared);
        other.getRegistry().bind("shared", shared);
        try {
            listen(context, EVENTS + "&idempotentRepository=#shared");
            listen(other, EVENTS + "&idempotentRepository=#shared");

            await().until(() -> emitted.size() >= 300 && provider.finds.get() > 10);
        } finally {
            other.stop();
        }
        assertThat(emitted).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void anEndingWhoseRouteFailedIsEmittedAgain() throws Exception {
        provider.listed.add(prediction("a", PredictionStatus.COMPLETED));
        failures.set(2);

        listen(context, EVENTS);

        await().until(() -> !emitted.isEmpty());
        assertThat(emitted).containsExactly("a completed");
    }

    @Test
    void onlyGivenPredictionsAreLookedAtAndOneThatIsGoneStopsNoOther() throws Exception {
        provider.looksNeeded = 3;
        PredictionId id = provider.submit(null, null).id();

        listen(context, EVENTS + "&predictionIds=gone, " + id);

        await().until(() -> !emitted.isEmpty());
        assertThat(emitted).containsExactly(id + " completed");
        assertThat(provider.finds).hasValue(0);
    }

    @Test
    void endingsOfJobsAreEmitted() throws Exception {
        EndingJobs jobs = new EndingJobs();
        context.getRegistry().bind("jobs", jobs);
        listen(context, EVENTS + "&jobIds=acme/one,two");
        assertThat(emitted).isEmpty();

        jobs.ended.put(new JobId("acme", "one"), JobPhase.DONE);
        jobs.ended.put(new JobId("default", "two"), JobPhase.FAILED);

        await().until(() -> emitted.size() == 2);
        assertThat(emitted).containsExactlyInAnyOrder("acme/one DONE", "default/two FAILED");
    }

    @Test
    void aSinglePredictionCanBeFetchedWithinARoute() throws Exception {
        context.getRegistry().bind("provider", provider);
        provider.listed.add(prediction("a", PredictionStatus.COMPLETED));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").pollEnrich(EVENTS, 5000);
            }
        });
        context.start();

        Exchange done = context.createProducerTemplate().request("direct:in", exchange -> {});

        assertThat(done.getMessage().getHeader(Sam3Constants.PREDICTION_ID)).isEqualTo("a");
    }

    @Test
    void byDefaultItLooksNoMoreOftenThanTheProviderAsks() {
        Sam3Endpoint endpoint = context.getEndpoint("sam3:events", Sam3Endpoint.class);

        assertThat(Duration.ofMillis(endpoint.getDelay())).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatCanOnlyBeSentToIsNotConsumedFrom() {
        assertThatThrownBy(() -> listen(context, "sam3:segment?prompt=x"))
                .hasStackTraceContaining("can only be sent to");
    }

    private static final class EndingJobs implements JobService {
        private final Map<JobId, JobPhase> ended = new ConcurrentHashMap<>();

        @Override
        public JobId start(JobRequest request) {
            return request.id();
        }

        @Override
        public JobProgress progress(JobId id) {
            JobPhase phase = ended.getOrDefault(id, JobPhase.SEGMENTING);
            return new JobProgress(id, phase, 10, List.of(), null, MicroUsd.ZERO, "");
        }

        @Override
        public CompletableFuture<JobResult> result(JobId id) {
            return CompletableFuture.completedFuture(FakeJobs.result(id, ended.get(id), null));
        }

        @Override
        public void cancel(JobId id) {}

        @Override
        public void setPaused(JobId id, boolean paused) {}
    }
}
