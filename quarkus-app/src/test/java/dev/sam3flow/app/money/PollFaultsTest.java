package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.Retries;
import dev.sam3flow.client.Timeouts;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Records;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.ProviderActivities;
import dev.sam3flow.temporal.activity.ProviderCalls;
import dev.sam3flow.temporal.activity.SourceFacts;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a prediction that is paid for while the provider's answers to looks go wrong in every way: each scripted
 * case ends in its one class of outcome. The activity is the real one; time between looks is virtual, time within one is not.
 */
class PollFaultsTest {
    private static final Duration CALL = Duration.ofMillis(400);
    private static final Duration SLACK = Duration.ofSeconds(20);
    private static final Duration LEAST_GAP = Duration.ofSeconds(5);
    private static final int MOST_LOOKS = 60;

    @TempDir
    Path folder;

    private final MoneyBench bench = new MoneyBench();
    private final TestActivityEnvironment temporal =
            TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Records.dataConverter())
                            .build())
                    .build());

    private Duration shortestGap = Duration.ofDays(1);
    private Duration longestCall = Duration.ZERO;
    private int looks;
    private int cases;

    @AfterEach
    void close() {
        temporal.close();
        bench.close();
    }

    /** A case: what the answers to looks meet, what the run itself meets, and how it ends. */
    private record Case(String name, List<Fault> answers, List<Fault> run, String outcome) {
        static Case answers(String outcome, Fault... faults) {
            return new Case(text(faults), List.of(faults), List.of(), outcome);
        }

        static Case run(String outcome, Fault... faults) {
            return new Case("run: " + text(faults), List.of(), List.of(faults), outcome);
        }

        private static String text(Fault... faults) {
            return Arrays.stream(faults)
                    .map(fault -> fault.kind() + " " + fault.amount())
                    .collect(Collectors.joining(", "));
        }
    }

    private static final String COMPLETED = "COMPLETED";
    private static final String REFUSED = "rejected";

    private static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (FaultKind kind : List.of(
                FaultKind.RESET,
                FaultKind.LOST_ANSWER,
                FaultKind.PARTIAL_BODY,
                FaultKind.WRONG_JSON,
                FaultKind.WRONG_TYPES,
                FaultKind.NO_ID,
                FaultKind.HUGE_BODY,
                FaultKind.GZIP_BOMB,
                FaultKind.RATE_LIMITED,
                FaultKind.RATE_LIMITED_SECONDS,
                FaultKind.RATE_LIMITED_DATE,
                FaultKind.RATE_LIMITED_ABSURD,
                FaultKind.STATUS_AFTER)) {
            all.add(Case.answers(COMPLETED, Fault.of(kind)));
        }
        for (int status : new int[] {404, 408, 410, 418, 429, 500, 502, 503, 504, 599}) {
            all.add(Case.answers(COMPLETED, new Fault(FaultKind.STATUS_BEFORE, status)));
        }
        for (int code : new int[] {429, 500, 777, 5000, 5003, 5004}) {
            all.add(Case.answers(COMPLETED, new Fault(FaultKind.WRONG_ENVELOPE, code)));
        }
        for (int status : new int[] {200, 502, 504}) {
            all.add(Case.answers(COMPLETED, new Fault(FaultKind.HTML_BODY, status)));
        }
        for (int status : new int[] {301, 302, 307}) {
            all.add(Case.answers(COMPLETED, new Fault(FaultKind.REDIRECT, status)));
        }
        for (FaultKind slow : List.of(FaultKind.DELAY, FaultKind.ANSWER_DELAYED, FaultKind.SLOW_BODY)) {
            all.add(Case.answers(COMPLETED, new Fault(slow, 3_000)));
        }
        for (int status : new int[] {400, 401, 402, 403}) {
            all.add(Case.answers(REFUSED, new Fault(FaultKind.STATUS_BEFORE, status)));
        }
        all.add(Case.answers(REFUSED, new Fault(FaultKind.WRONG_ENVELOPE, 401)));
        for (int code : new int[] {1200, 1400, 1401, 1402, 1403, 1405, 5000, 5003, 5004}) {
            all.add(Case.run("FAILED", new Fault(FaultKind.ENDS_FAILED, code)));
        }
        all.add(Case.run("CANCELLED", Fault.of(FaultKind.ENDS_CANCELLED)));
        all.add(Case.run("TIMEOUT", Fault.of(FaultKind.ENDS_TIMEOUT)));
        all.add(Case.run("DELETED", Fault.of(FaultKind.ENDS_DELETED)));
        for (int times : new int[] {1, 5}) {
            all.add(Case.run(COMPLETED, new Fault(FaultKind.STATUS_BACKWARDS, times)));
            all.add(Case.run(COMPLETED, new Fault(FaultKind.UNKNOWN_WORD, times)));
        }
        Random random = new Random(20_261_124);
        for (int i = 0; i < 8; i++) {
            Fault[] several = new Fault[4];
            Arrays.setAll(several, k -> all.get(random.nextInt(32)).answers().get(0));
            all.add(Case.answers(COMPLETED, several));
        }
        // the key is changed for good, so that this one comes last
        all.add(Case.answers(REFUSED, Fault.of(FaultKind.KEY_ROTATION)));
        return all;
    }

    @Test
    void everyEighthCaseEndsInItsClassOfOutcome() {
        check(8);
    }

    private void check(int step) {
        assertThat(outcomes(step)).isEmpty();
        assertThat(shortestGap).isGreaterThanOrEqualTo(LEAST_GAP);
        assertThat(longestCall).isLessThan(CALL.plus(SLACK));
    }

    @Test
    @Tag("soak")
    void everyCaseEndsInItsClassOfOutcome() {
        check(1);
        assertThat(cases).isGreaterThanOrEqualTo(60);
        Evidence.row(
                "4 poll faults",
                cases
                        + " scripted cases, **each in its class of outcome** (completed, failed, cancelled, timed out, deleted,"
                        + " refused); " + looks + " looks, shortest gap " + shortestGap.toMillis() / 1000.0
                        + " s on the virtual clock; longest call " + longestCall.toMillis() + " ms with a time-out of "
                        + CALL.toMillis() + " ms",
                "seed 20261124");
    }

    /** Cases that ended otherwise, with how. */
    private Map<String, String> outcomes(int step) {
        PredictionService client = new WaveSpeedClient(settings());
        client.balance();
        temporal.registerActivitiesImplementations(new ProviderActivities(
                new Sam3Ports(
                        client,
                        unused(dev.sam3flow.core.port.VideoTools.class),
                        unused(dev.sam3flow.core.port.BlobStore.class),
                        unused(dev.sam3flow.core.port.SourceReader.class),
                        bench.ledger,
                        bench.attempts,
                        bench.jobs,
                        bench.clock,
                        null),
                Sam3Settings.of(folder)));
        ProviderCalls calls = temporal.newActivityStub(
                ProviderCalls.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(5))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
        Map<String, String> wrong = new LinkedHashMap<>();
        List<Case> all = all();
        for (int i = 0; i < all.size(); i += step) {
            Case one = all.get(i);
            cases++;
            bench.simulator.faults().clear();
            String outcome = outcome(calls, one);
            if (!outcome.equals(one.outcome())) {
                wrong.put(one.name(), outcome + " instead of " + one.outcome());
            }
        }
        return wrong;
    }

    private String outcome(ProviderCalls calls, Case one) {
        AttemptKey key = MoneyBench.key("case-" + cases);
        one.run().forEach(bench.simulator.faults()::nextRun);
        bench.submitted(key, "marker-case-" + cases);
        bench.pass(Duration.ofSeconds(3));
        one.answers().forEach(fault -> bench.simulator.faults().next(ProviderCall.RESULT, fault));
        for (int look = 0; look < MOST_LOOKS; look++) {
            looks++;
            long began = System.nanoTime();
            try {
                return calls.awaitPrediction(order(key), key, Pace.DEFAULTS)
                        .status()
                        .name();
            } catch (ActivityFailure failure) {
                ApplicationFailure cause = (ApplicationFailure) failure.getCause();
                if (cause.isNonRetryable()) {
                    return cause.getType();
                }
                Duration gap = cause.getNextRetryDelay();
                assertThat(gap).as("case %s: a pace of its own", one.name()).isNotNull();
                shortestGap = gap.compareTo(shortestGap) < 0 ? gap : shortestGap;
                bench.pass(gap);
            } finally {
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                longestCall = took.compareTo(longestCall) > 0 ? took : longestCall;
            }
        }
        return "no end in " + MOST_LOOKS + " looks";
    }

    private static ChunkOrder order(AttemptKey key) {
        FrameRange all = new FrameRange(0, 30);
        BlobRef file = new BlobRef("blob:" + "a".repeat(64) + ".mp4", "a".repeat(64), 100, 30);
        SourceFacts source = new SourceFacts(
                "v.mp4", file, file, new FrameSize(8, 6), new Fraction(30, 1), "h264", "mp4", 12_300_000, null);
        return new ChunkOrder(
                key.jobId(),
                new Chunk(0, all, all, 12_300_000),
                "a".repeat(64),
                source,
                Prompts.ofText("person"),
                MoneyBench.PRICE,
                null,
                2,
                true,
                Pace.DEFAULTS,
                false,
                null,
                null);
    }

    private WaveSpeedSettings settings() {
        return WaveSpeedSettings.builder(ApiKey.of("canary-key-123"))
                .baseUrl(URI.create(bench.simulator.baseUrl()))
                .timeouts(new Timeouts(CALL, CALL, CALL, CALL, CALL))
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(50)))
                .build();
    }

    private static <T> T unused(Class<T> port) {
        return port.cast(java.lang.reflect.Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    throw new AssertionError("a look needs no " + port.getSimpleName());
                }));
    }
}
