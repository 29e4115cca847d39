package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The attempt protocol over HTTP against a provider at its worst: one submit in four loses its answer, is refused for now, or
 * comes to nothing; workers die between the POST and the store; the list lags. The simulator's book says what was paid.
 */
class AtMostOnceOverHttpTest {
    private static final JobId JOB = new JobId("soak", "job");
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Duration LONGEST_LAG = Duration.ofMillis(150);

    @TempDir
    Path folder;

    private final AtomicInteger ambiguous = new AtomicInteger();
    private final AtomicInteger adopted = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger limited = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();

    /** A worker that was killed: nothing catches it, nothing is stored. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** It is known that nothing was sent: nobody has to look for it, and nobody is asked. */
    @Test
    void aPromptThatIsTooLongIsRefusedAndNotAmbiguous() {
        try (ProviderSimulator simulator = SimulatorFixture.start()) {
            WaveSpeedClient strict = new WaveSpeedClient(SimulatorFixture.settings(simulator)
                    .promptLimit(new PromptLimit(5, PromptLimit.Excess.REFUSE))
                    .build());

            assertThat(submitted(strict, null)).isInstanceOf(Refused.class);
            assertThat(simulator.recorded()).noneMatch(request -> request.call() == ProviderCall.SUBMIT);
        }
    }

    @Test
    void aWebhookThatTheProviderWouldNeverCallIsRefusedAndNotAmbiguous() {
        try (ProviderSimulator simulator = SimulatorFixture.start()) {
            WaveSpeedClient client =
                    new WaveSpeedClient(SimulatorFixture.settings(simulator).build());

            assertThat(submitted(client, "http://hooks.example/marker")).isInstanceOf(Refused.class);
            assertThat(simulator.recorded()).noneMatch(request -> request.call() == ProviderCall.SUBMIT);
        }
    }

    /** By the own account it would be absent, and be paid for a second time. */
    @Test
    void aSubmitByAnAccountThatIsNotKnownHereIsNotLookedForByAnother() {
        try (ProviderSimulator simulator = SimulatorFixture.start()) {
            WaveSpeedClient client =
                    new WaveSpeedClient(SimulatorFixture.settings(simulator).build());
            Attempt sent = new Attempt(
                    new AttemptKey(JOB, 0, 1),
                    "result",
                    "marker",
                    MicroUsd.ZERO,
                    Instant.now(),
                    new Ambiguous("no answer"),
                    new AccountRef("env:ACME_KEY"));

            assertThatThrownBy(() -> new Reconciliation(client).look(sent, Instant.now()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("'env:ACME_KEY' is not known here");
            assertThat(simulator.recorded()).isEmpty();
        }
    }

    /** What becomes of a first attempt. */
    private static AttemptState submitted(WaveSpeedClient client, @Nullable String webhook) {
        InMemoryAttemptStore attempts = new InMemoryAttemptStore();
        AttemptKey key = new AttemptKey(JOB, 0, 1);
        PredictionInput input =
                new PredictionInput(URI.create("https://cdn.example/a.mp4"), Prompts.ofText("person"), true);
        attempts.intend(new Attempt(key, "result", "marker", MicroUsd.ZERO, Instant.now(), new Intended()));
        return new AtMostOnceSubmit(attempts, client).submit(key, input, webhook);
    }

    @Test
    void everyChunkIsPaidOnceWhateverHappensToItsSubmit() throws Exception {
        run(200, 1);
    }

    @Test
    @Tag("soak")
    void tenThousandSubmitsPayForTenThousandChunks() throws Exception {
        for (int round = 0; round < 10; round++) {
            run(1000, 100 + round);
        }
        Path target = Files.createDirectories(Path.of("target", "evidence"));
        Files.writeString(
                target.resolve("at-most-once.txt"),
                "10000 chunks, seeds 100 to 109: 10000 paid predictions, 0 duplicates, 0 missing; " + ambiguous
                        + " ambiguous submits, of which " + adopted + " adopted and " + lost
                        + " absent after the quiet period; " + limited + " refused for now; " + deaths
                        + " workers killed between answer and store\n");
    }

    private void run(int chunks, long seed) throws Exception {
        try (ProviderSimulator simulator = SimulatorFixture.start()) {
            plan(simulator.faults(), seed);
            simulator.account().setBalanceMicroUsd(1_000_000_000_000L);
            Set<String> paid = new HashSet<>();
            for (Accepted accepted : orderAll(simulator, chunks, seed)) {
                paid.add(accepted.predictionId().value());
            }
            assertThat(paid).as("seed " + seed).hasSize(chunks);
            assertThat(simulator.book().paidPredictions()).as("seed " + seed).isEqualTo(paid);
            assertThat(simulator.book().rows()).hasSize(chunks);
        }
        assertThat(ambiguous).hasPositiveValue();
        assertThat(deaths).hasPositiveValue();
    }

    private static void plan(FaultPlan faults, long seed) {
        Map<FaultKind, Double> chances = Map.of(
                FaultKind.LOST_ANSWER, 0.05,
                FaultKind.RESET, 0.03,
                FaultKind.STATUS_AFTER, 0.03,
                FaultKind.STATUS_BEFORE, 0.03,
                FaultKind.PARTIAL_BODY, 0.02,
                FaultKind.NO_ID, 0.02,
                FaultKind.WRONG_JSON, 0.02,
                FaultKind.HTML_BODY, 0.02,
                FaultKind.WRONG_ENVELOPE, 0.02,
                FaultKind.RATE_LIMITED, 0.03);
        chances.forEach((kind, chance) ->
                faults.chance(ProviderCall.SUBMIT, Fault.of(kind), chance, seed * 100 + kind.ordinal()));
        faults.chance(null, new Fault(FaultKind.LIST_LAG, LONGEST_LAG.toMillis()), 0.3, seed);
        faults.chance(ProviderCall.LIST, Fault.of(FaultKind.STATUS_BEFORE), 0.05, seed + 1);
    }

    private List<Accepted> orderAll(ProviderSimulator simulator, int chunks, long seed) throws Exception {
        WaveSpeedClient client =
                new WaveSpeedClient(SimulatorFixture.settings(simulator).build());
        InMemoryAttemptStore store = new InMemoryAttemptStore();
        Path video = Files.write(folder.resolve("v.mp4"), new byte[100]);
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Accepted>> orders = new ArrayList<>();
            for (int chunk = 0; chunk < chunks; chunk++) {
                int number = chunk;
                orders.add(workers.submit(() -> new Order(client, store, video, number, seed).accepted()));
            }
            List<Accepted> accepted = new ArrayList<>();
            for (Future<Accepted> order : orders) {
                accepted.add(order.get());
            }
            return accepted;
        } finally {
            workers.shutdownNow();
        }
    }

    /** One chunk, through as many attempts as it takes. */
    private final class Order {
        private final WaveSpeedClient client;
        private final InMemoryAttemptStore store;
        private final Path video;
        private final int chunk;
        private final Random random;

        Order(WaveSpeedClient client, InMemoryAttemptStore store, Path video, int chunk, long seed) {
            this.client = client;
            this.store = store;
            this.video = video;
            this.chunk = chunk;
            this.random = new Random(seed * 1_000_003 + chunk);
        }

        Accepted accepted() {
            for (int number = 1; ; number++) {
                AttemptKey key = new AttemptKey(JOB, chunk, number);
                String marker = Long.toHexString(random.nextLong()) + "-" + chunk + "-" + number;
                store.intend(new Attempt(key, "r" + chunk, marker, MicroUsd.ZERO, Instant.now(), new Intended()));
                AttemptState state = submitted(key, marker);
                if (state instanceof Ambiguous) {
                    ambiguous.incrementAndGet();
                    state = reconciled(key, state);
                }
                if (state instanceof Accepted accepted) {
                    return accepted;
                }
                assertThat(state).isInstanceOf(Lost.class);
            }
        }

        private AttemptState submitted(AttemptKey key, String marker) {
            PredictionInput input =
                    new PredictionInput(client.upload(video, marker + ".mp4"), Prompts.ofText("person"), false);
            while (true) {
                try {
                    return new AtMostOnceSubmit(store, mortal(client)).submit(key, input, null);
                } catch (RateLimitedException refused) {
                    limited.incrementAndGet();
                    LockSupport.parkNanos(1_000_000);
                } catch (Killed killed) {
                    deaths.incrementAndGet();
                }
            }
        }

        private AttemptState reconciled(AttemptKey key, AttemptState from) {
            Instant until = Instant.now().plus(QUIET);
            boolean seenAfter = false;
            while (!seenAfter) {
                LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
                boolean late = Instant.now().isAfter(until);
                try {
                    Finding finding = new Reconciliation(client).look(store.get(key), Instant.now());
                    if (finding instanceof Finding.Found found) {
                        adopted.incrementAndGet();
                        return moved(key, from, new Accepted(found.prediction().id(), true));
                    }
                    assertThat(finding).isInstanceOf(Finding.Absent.class);
                    seenAfter = late;
                } catch (UnavailableException again) {
                    seenAfter = false;
                }
            }
            lost.incrementAndGet();
            return moved(key, from, new Lost("absent for " + QUIET));
        }

        private AttemptState moved(AttemptKey key, AttemptState from, AttemptState to) {
            assertThat(store.move(key, from, to)).isTrue();
            return to;
        }

        /** The provider, reached by a worker that dies right after one submit in twenty was answered. */
        private PredictionService mortal(PredictionService real) {
            return (PredictionService) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {PredictionService.class},
                    (proxy, method, arguments) -> {
                        try {
                            Object answer = method.invoke(real, arguments);
                            if (method.getName().equals("submit") && random.nextInt(20) == 0) {
                                throw new Killed();
                            }
                            return answer;
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }
    }
}
