package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every chunk is paid for once: worker processes over one database submit to a provider, in a process of its own, that loses a
 * fifth of its answers in every way of the catalogue. They help each other out, and are killed with {@code kill -9} at random.
 * The provider's book and its list are the witnesses.
 */
class SubmitSoakTest {
    /** What leaves a submit without a clean id; the amount where the usual one is not meant. */
    private enum Loss {
        LOST_ANSWER(FaultKind.LOST_ANSWER, 0.03),
        RESET(FaultKind.RESET, 0.02),
        STATUS_AFTER(FaultKind.STATUS_AFTER, 0.02),
        SERVER_ERROR_AFTER(FaultKind.STATUS_AFTER, 0.01, 500),
        STATUS_BEFORE(FaultKind.STATUS_BEFORE, 0.01),
        PARTIAL_BODY(FaultKind.PARTIAL_BODY, 0.02),
        NO_ID(FaultKind.NO_ID, 0.02),
        WRONG_JSON(FaultKind.WRONG_JSON, 0.02),
        WRONG_TYPES(FaultKind.WRONG_TYPES, 0.01),
        HTML_BODY(FaultKind.HTML_BODY, 0.02),
        WRONG_ENVELOPE(FaultKind.WRONG_ENVELOPE, 0.02),
        REDIRECT(FaultKind.REDIRECT, 0.01),
        GZIP_BOMB(FaultKind.GZIP_BOMB, 0.005, 32L << 20),
        HUGE_BODY(FaultKind.HUGE_BODY, 0.003, 9L << 20),
        /** created a second after the worker has given up */
        DELAY(FaultKind.DELAY, 0.004, 2500),
        ANSWER_DELAYED(FaultKind.ANSWER_DELAYED, 0.004, 3000),
        SLOW_BODY(FaultKind.SLOW_BODY, 0.004, 3000);

        final FaultKind kind;
        final double chance;
        final long amount;

        Loss(FaultKind kind, double chance) {
            this(kind, chance, kind.usualAmount());
        }

        Loss(FaultKind kind, double chance, long amount) {
            this.kind = kind;
            this.chance = chance;
            this.amount = amount;
        }
    }

    private static final List<FaultKind> REFUSALS = List.of(
            FaultKind.RATE_LIMITED,
            FaultKind.RATE_LIMITED_SECONDS,
            FaultKind.RATE_LIMITED_DATE,
            FaultKind.RATE_LIMITED_ABSURD);

    /** Fewer with {@code -Dsam3.rounds=N}, where there is no time for all. */
    private static final int ROUNDS = Integer.getInteger("sam3.rounds", 10);

    private static final int CHUNKS = 1000;

    @TempDir
    Path folder;

    private int kills;
    private int adopted;
    private int lost;
    private int parked;
    private int limited;

    @Test
    void everyChunkIsPaidOnceThoughWorkersAreKilled() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.postgres()) {
            new Round(database, database.open(2), 48, 2, 1, 1).run();
        }
        assertThat(kills).isPositive();
    }

    /** A provider that does not tell inputs: nothing is guessed, a person decides, and still each chunk is paid for once. */
    @Test
    void whatCannotBeToldIsParkedWithItsReasonUntilAPersonDecides() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder)) {
            new Round(database, database.open(2), 24, 2, 2, 0).runWithoutInputs();
        }
        assertThat(parked).isPositive();
    }

    @Test
    @Tag("soak")
    void tenThousandSubmitsPayForTenThousandChunks() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.postgres()) {
            measured(database, "1a", ROUNDS, 100);
        }
    }

    @Test
    @Tag("soak")
    void aThousandSubmitsOnTheEmbeddedDefault() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder)) {
            measured(database, "1b", Math.min(ROUNDS, 2), 200);
        }
    }

    /** The last round is one in which the list does not tell inputs. */
    private void measured(MoneyDatabase database, String row, int rounds, long seed) throws Exception {
        long began = System.nanoTime();
        Database own = database.open(2);
        for (int i = 0; i < rounds; i++) {
            if (i < rounds - 1) {
                new Round(database, own, CHUNKS, 3, seed + i, Integer.MAX_VALUE).run();
            } else {
                // who is killed looks at all that is parked again: killed for ever, it would never have looked at all
                new Round(database, own, CHUNKS, 3, seed + i, 20).runWithoutInputs();
            }
        }
        Evidence.row(
                row + " submits with a fifth of the answers lost in every way, workers killed with `kill -9`, on "
                        + database.name(),
                String.format(
                        Locale.ROOT,
                        "%,d chunks in rounds of %,d, 3 worker processes, **%d `kill -9`**: **%,d paid predictions, 0"
                                + " duplicates, 0 lost**; %,d ambiguous submits: %,d adopted by their marker, %,d absent"
                                + " through the quiet period and made again, %,d parked with their reason (in the one round"
                                + " whose list does not tell inputs) and decided by hand; %,d refused for the rate and sent"
                                + " again; the ledger's sum is the provider's book to the micro-USD; %,d s",
                        rounds * CHUNKS,
                        CHUNKS,
                        kills,
                        rounds * CHUNKS,
                        adopted + lost,
                        adopted - parkedAndAdopted,
                        lost - (parked - parkedAndAdopted),
                        parked,
                        limited,
                        (System.nanoTime() - began) / 1_000_000_000),
                "seeds " + seed + " to " + (seed + rounds - 1));
    }

    private int parkedAndAdopted;

    /** So many chunks of a job of their own, from the first worker's start to all of them being paid for. */
    private final class Round {
        private final MoneyDatabase database;
        private final int chunks;
        private final int workers;
        private final long seed;
        private final JobId job;
        private final JdbcAttemptStore attempts;
        private final Database own;
        private int killsLeft;

        Round(MoneyDatabase database, Database own, int chunks, int workers, long seed, int mostKills) {
            this.database = database;
            this.chunks = chunks;
            this.workers = workers;
            this.seed = seed;
            this.killsLeft = mostKills;
            this.job = new JobId("soak", "round-" + seed);
            this.own = own;
            this.attempts = new JdbcAttemptStore(own);
        }

        void run() throws Exception {
            try (SoakProvider provider = provider()) {
                work(provider);
                assertThat(stillAmbiguous()).as("parked, seed %d", seed).isEmpty();
                check(provider);
            }
        }

        void runWithoutInputs() throws Exception {
            try (SoakProvider provider = provider()) {
                provider.account("list_tells_inputs", 0);
                work(provider);
                List<Attempt> waiting = stillAmbiguous();
                assertThat(waiting)
                        .as("each with its reason, seed %d", seed)
                        .allSatisfy(attempt -> assertThat(((Ambiguous) attempt.state()).reason())
                                .isNotBlank());
                parked += waiting.size();
                provider.account("list_tells_inputs", 1);
                decide(provider, waiting);
                work(provider);
                check(provider);
            }
        }

        private List<Attempt> stillAmbiguous() {
            return attempts.ofJob(job).stream()
                    .filter(attempt -> attempt.state() instanceof Ambiguous)
                    .toList();
        }

        /** What a person does who can see the provider's page: adopts what is there, and lets the rest be made again. */
        private void decide(SoakProvider provider, List<Attempt> waiting) throws Exception {
            Map<String, String> list = provider.list();
            for (Attempt attempt : waiting) {
                List<String> there = list.keySet().stream()
                        .filter(id -> list.get(id).contains(attempt.marker()))
                        .toList();
                assertThat(there).hasSizeLessThanOrEqualTo(1);
                parkedAndAdopted += there.size();
                attempts.move(
                        attempt.key(),
                        attempt.state(),
                        there.isEmpty()
                                ? new Lost("an operator decided RESUBMIT")
                                : new Accepted(new PredictionId(there.get(0)), true));
            }
        }

        private SoakProvider provider() throws Exception {
            SoakProvider provider = SoakProvider.start();
            provider.account("balance_micro_usd", 1_000_000_000_000L);
            for (Loss loss : Loss.values()) {
                provider.chance(ProviderCall.SUBMIT, loss.kind, loss.amount, loss.chance, seed * 100 + loss.ordinal());
            }
            for (FaultKind refusal : REFUSALS) {
                provider.chance(
                        ProviderCall.SUBMIT,
                        refusal,
                        refusal.usualAmount(),
                        0.0075,
                        seed * 100 + 50 + refusal.ordinal());
            }
            provider.chance(null, FaultKind.LIST_LAG, 150, 0.3, seed);
            provider.chance(ProviderCall.LIST, FaultKind.STATUS_BEFORE, 503, 0.05, seed + 1);
            provider.chance(ProviderCall.BILLING, FaultKind.STATUS_BEFORE, 503, 0.05, seed + 2);
            return provider;
        }

        /** Until every worker has found nothing left to do. */
        private void work(SoakProvider provider) throws Exception {
            Random random = new Random(seed);
            List<Worker> running = new ArrayList<>();
            for (int slot = 0; slot < workers; slot++) {
                running.add(worker(provider, slot));
            }
            long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
            while (!endedWell(running)) {
                assertThat(System.nanoTime()).as("a round takes seconds").isLessThan(patience);
                int pause = kills == 0 ? 50 + random.nextInt(200) : 200 + random.nextInt(1600);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                Worker victim = running.get(random.nextInt(workers));
                if (killsLeft > 0 && victim.isAlive()) {
                    victim.kill();
                    kills++;
                    killsLeft--;
                }
                for (int slot = 0; slot < workers; slot++) {
                    Worker worker = running.get(slot);
                    if (!worker.isAlive() && !worker.endedWell()) {
                        assertThat(worker.wasKilled())
                                .as("killed by us, and not failed")
                                .isTrue();
                        worker.close();
                        running.set(slot, worker(provider, slot));
                    }
                }
            }
            for (Worker worker : running) {
                worker.close();
            }
        }

        private Worker worker(SoakProvider provider, int slot) throws Exception {
            Worker worker = Worker.start(
                    SubmitWorker.class,
                    database.url(),
                    database.user(),
                    provider.baseUrl(),
                    job.requestKey(),
                    Integer.toString(slot),
                    Integer.toString(workers),
                    Integer.toString(chunks));
            worker.expect("ready");
            return worker;
        }

        private void check(SoakProvider provider) throws Exception {
            Map<FaultKind, Integer> drawn = provider.drawn();
            limited += REFUSALS.stream()
                    .mapToInt(kind -> drawn.getOrDefault(kind, 0))
                    .sum();
            provider.calm();
            Map<String, String> markers = new HashMap<>(); // by prediction
            Map<Integer, Integer> acceptedOfChunk = new HashMap<>();
            for (Attempt attempt : attempts.ofJob(job)) {
                if (attempt.state() instanceof Accepted accepted) {
                    markers.put(accepted.predictionId().value(), attempt.marker());
                    acceptedOfChunk.merge(attempt.key().chunk(), 1, Integer::sum);
                    adopted += accepted.adopted() ? 1 : 0;
                }
                lost += attempt.state() instanceof Lost ? 1 : 0;
            }
            assertThat(acceptedOfChunk).as("chunks, seed %d", seed).hasSize(chunks);
            assertThat(acceptedOfChunk.values())
                    .as("one a chunk, seed %d", seed)
                    .containsOnly(1);
            JsonNode book = provider.book();
            List<String> paid = book.path("rows").findValuesAsText("prediction_id");
            assertThat(paid).as("paid for once, seed %d", seed).hasSize(chunks).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(paid)).as("paid for, seed %d", seed).isEqualTo(new TreeSet<>(markers.keySet()));
            Map<String, String> list = provider.list();
            assertThat(list.keySet()).as("list, seed %d", seed).isEqualTo(markers.keySet());
            assertThat(list)
                    .as("each is its own attempt's, seed %d", seed)
                    .allSatisfy((id, video) -> assertThat(video).contains(markers.get(id)));
            Balance balance = new JdbcLedger(own, Budgets.NONE, Clock.systemUTC()).balance(job);
            assertThat(balance)
                    .as("ledger, seed %d", seed)
                    .isEqualTo(new Balance(
                            MicroUsd.ZERO,
                            new MicroUsd(book.path("charged_micro_usd").asLong())));
        }
    }

    private static boolean endedWell(List<Worker> workers) throws InterruptedException {
        for (Worker worker : workers) {
            if (!worker.endedWell()) {
                return false;
            }
        }
        return true;
    }
}
