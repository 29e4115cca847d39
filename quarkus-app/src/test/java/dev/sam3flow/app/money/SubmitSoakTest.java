package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every chunk is paid for once: worker processes over one database submit to a provider that loses a fifth of its answers in
 * every way of the catalogue, and are killed with {@code kill -9} at random times. The simulator's book is the witness.
 */
class SubmitSoakTest {
    private static final Map<FaultKind, Double> FAULTS = Map.ofEntries(
            Map.entry(FaultKind.LOST_ANSWER, 0.04),
            Map.entry(FaultKind.RESET, 0.02),
            Map.entry(FaultKind.STATUS_AFTER, 0.03),
            Map.entry(FaultKind.STATUS_BEFORE, 0.01),
            Map.entry(FaultKind.PARTIAL_BODY, 0.02),
            Map.entry(FaultKind.NO_ID, 0.02),
            Map.entry(FaultKind.WRONG_JSON, 0.02),
            Map.entry(FaultKind.WRONG_TYPES, 0.01),
            Map.entry(FaultKind.HTML_BODY, 0.02),
            Map.entry(FaultKind.WRONG_ENVELOPE, 0.02),
            Map.entry(FaultKind.REDIRECT, 0.01),
            Map.entry(FaultKind.ANSWER_DELAYED, 0.005),
            Map.entry(FaultKind.RATE_LIMITED, 0.03));

    /** Fewer with {@code -Dsam3.rounds=N}, where there is no time for all. */
    private static final int ROUNDS = Integer.getInteger("sam3.rounds", 10);

    @TempDir
    Path folder;

    private int kills;
    private int adopted;
    private int lost;
    private int parked;
    private int limited;

    @Test
    void everyChunkIsPaidOnceThoughWorkersAreKilled() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder)) {
            round(database, 48, 2, 1, 1, 600);
        }
        assertThat(kills).isPositive();
    }

    @Test
    @Tag("soak")
    void tenThousandSubmitsPayForTenThousandChunks() throws Exception {
        long began = System.nanoTime();
        try (MoneyDatabase database = MoneyDatabase.postgres()) {
            for (int round = 0; round < ROUNDS; round++) {
                round(database, 1000, 3, 100 + round, Integer.MAX_VALUE, 8000);
            }
        }
        Evidence.row(
                "1 submits with a fifth of the answers lost, workers killed with `kill -9` at random",
                String.format(
                        Locale.ROOT,
                        "%,d chunks in rounds of 1,000, 3 worker processes on PostgreSQL, %d `kill -9`: **%,d paid predictions,"
                                + " 0 duplicates, 0 lost**; %d ambiguous submits, of which %d adopted by their marker, %d absent"
                                + " through the quiet period and made again, %d parked; %d refused for the rate and sent"
                                + " again; the ledger's sum is the simulator's book to the micro-USD; %d s",
                        ROUNDS * 1000,
                        kills,
                        ROUNDS * 1000,
                        adopted + lost + parked,
                        adopted,
                        lost,
                        parked,
                        limited,
                        (System.nanoTime() - began) / 1_000_000_000),
                "seeds from 100 on");
    }

    private void round(MoneyDatabase database, int chunks, int workers, long seed, int mostKills, int killsEvery)
            throws Exception {
        JobId job = new JobId("soak", "round-" + seed);
        try (ProviderSimulator simulator = simulator(seed)) {
            Random random = new Random(seed);
            int left = mostKills;
            List<Worker> running = new ArrayList<>();
            for (int slot = 0; slot < workers; slot++) {
                running.add(start(database, simulator, job, slot, workers, chunks));
            }
            long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (!running.stream().allMatch(SubmitSoakTest::endedWell)) {
                assertThat(System.nanoTime()).as("a round takes seconds").isLessThan(patience);
                // a worker needs a second or two to start: killed more often, it would never get to submit
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(killsEvery)));
                int slot = random.nextInt(workers);
                if (left > 0 && running.get(slot).isAlive()) {
                    running.get(slot).kill();
                    kills++;
                    left--;
                }
                for (int i = 0; i < workers; i++) {
                    if (!running.get(i).isAlive() && !endedWell(running.get(i))) {
                        assertThat(running.get(i).wasKilled())
                                .as("killed by us, and not failed")
                                .isTrue();
                        running.get(i).close();
                        running.set(i, start(database, simulator, job, i, workers, chunks));
                    }
                }
            }
            for (Worker worker : running) {
                worker.close();
            }
            check(database.open(2), simulator, job, chunks, seed);
            limited += simulator.faults().drawn().getOrDefault(FaultKind.RATE_LIMITED, 0);
        }
    }

    private static boolean endedWell(Worker worker) {
        try {
            return worker.endedWell();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Worker start(
            MoneyDatabase database, ProviderSimulator simulator, JobId job, int slot, int slots, int chunks)
            throws Exception {
        Worker worker = Worker.start(
                SubmitWorker.class,
                database.url(),
                database.user(),
                simulator.baseUrl(),
                job.requestKey(),
                Integer.toString(slot),
                Integer.toString(slots),
                Integer.toString(chunks));
        worker.expect("ready");
        return worker;
    }

    private static ProviderSimulator simulator(long seed) {
        ProviderSimulator simulator = ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 8, 6, 12_300_000, new int[1], 1))
                .masks((video, request, sink) -> sink.frame(List.of()))
                .start();
        simulator.account().setBalanceMicroUsd(1_000_000_000_000L);
        FaultPlan faults = simulator.faults();
        FAULTS.forEach((kind, chance) -> faults.chance(
                ProviderCall.SUBMIT,
                kind == FaultKind.ANSWER_DELAYED ? new Fault(kind, 3000) : Fault.of(kind),
                chance,
                seed * 100 + kind.ordinal()));
        faults.chance(null, new Fault(FaultKind.LIST_LAG, 150), 0.3, seed);
        faults.chance(ProviderCall.LIST, Fault.of(FaultKind.STATUS_BEFORE), 0.05, seed + 1);
        return simulator;
    }

    private void check(Database database, ProviderSimulator simulator, JobId job, int chunks, long seed) {
        Set<String> paid = new HashSet<>();
        for (Attempt attempt : new JdbcAttemptStore(database).ofJob(job)) {
            attempt.state().prediction().map(PredictionId::value).ifPresent(paid::add);
            adopted += attempt.state() instanceof Accepted accepted && accepted.adopted() ? 1 : 0;
            lost += attempt.state() instanceof Lost ? 1 : 0;
            parked += attempt.state() instanceof Ambiguous ? 1 : 0;
        }
        assertThat(parked).as("parked, seed %d", seed).isZero();
        assertThat(paid).as("predictions of ours, seed %d", seed).hasSize(chunks);
        assertThat(simulator.book().paidPredictions())
                .as("paid for, seed %d", seed)
                .isEqualTo(paid);
        assertThat(simulator.book().rows()).as("rows, seed %d", seed).hasSize(chunks);
        Balance balance = new JdbcLedger(database, Budgets.NONE, Clock.systemUTC()).balance(job);
        assertThat(balance)
                .as("ledger, seed %d", seed)
                .isEqualTo(
                        new Balance(MicroUsd.ZERO, new MicroUsd(simulator.book().chargedMicroUsd())));
    }
}
