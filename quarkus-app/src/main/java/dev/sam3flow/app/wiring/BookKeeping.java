package dev.sam3flow.app.wiring;

import dev.sam3flow.app.money.LateSettlement;
import dev.sam3flow.app.money.Reaper;
import dev.sam3flow.app.money.Reaper.Outcome;
import dev.sam3flow.app.money.Reaper.Reaped;
import dev.sam3flow.app.store.OldRows;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.temporal.activity.MaskCopies;
import dev.sam3flow.temporal.activity.MaskCopies.Copied;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The service's rounds: settles again what ended lately, reaps what no workflow drives, copies masks that nobody fetched while
 * the provider has them, and deletes old rows. A workflow server's schedules say
 * when, else this process; its scheduler runs in a service only, and several services may do the same at once.
 */
@Singleton
public class BookKeeping {
    private static final Logger LOG = Logger.getLogger(BookKeeping.class);

    private static final String SETTLE = "settle";
    private static final String REAP = "reap";
    private static final String COPY = "copy";
    private static final String CLEAN = "clean";
    private static final String DONE = "done";
    private static final String FAILED = "failed";

    /** Beyond this the provider has forgotten the prediction itself. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Sam3Config config;
    private final LateSettlement settlement;
    private final Reaper reaper;
    private final MaskCopies copies;
    private final DatabaseBean database;
    private final DurableJobs durable;
    private final JobStore jobs;
    private final JobDesk desk;
    private final ServiceStart service;
    private final MeterRegistry meters;
    private final Map<String, Runnable> work;
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private volatile boolean asked;
    private volatile boolean scheduled;

    BookKeeping(
            Sam3Config config,
            LateSettlement settlement,
            Reaper reaper,
            MaskCopies copies,
            DatabaseBean database,
            DurableJobs durable,
            JobStore jobs,
            JobDesk desk,
            @Readiness ServiceStart service,
            MeterRegistry meters) {
        this.config = config;
        this.settlement = settlement;
        this.reaper = reaper;
        this.copies = copies;
        this.database = database;
        this.durable = durable;
        this.jobs = jobs;
        this.desk = desk;
        this.service = service;
        this.meters = meters;
        this.work = Map.of(
                SETTLE, () -> measured(SETTLE, this::settle),
                REAP, () -> measured(REAP, this::reap),
                COPY, () -> measured(COPY, this::copy),
                CLEAN, () -> measured(CLEAN, this::clean));
        // from nothing on: a first failure is seen as an increase
        work.keySet().forEach(round -> List.of(DONE, FAILED).forEach(outcome -> timer(round, outcome)));
    }

    /** Once the service is up: schedules of a workflow server are better, since all services share them. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void leaveToTheServer() {
        if (service.isReady() && !asked) {
            scheduled = durable.schedule(
                    work,
                    Map.of(
                            SETTLE, config.ledger().settleEvery(),
                            REAP, config.ledger().reapEvery(),
                            COPY, config.ledger().copyEvery(),
                            CLEAN, config.ledger().cleanEvery()));
            asked = true;
        }
        if (asked && !scheduled) {
            for (String round : work.keySet()) {
                // out of the list before it runs: one that throws comes again at its own time
                if (due.remove(round)) {
                    Objects.requireNonNull(work.get(round)).run();
                }
            }
        }
    }

    /** Later where it is not known yet whether a workflow server keeps time. */
    private void byOwnTime(String round) {
        if (!asked) {
            due.add(round);
        } else if (!scheduled) {
            Objects.requireNonNull(work.get(round)).run();
        }
    }

    /** @param steps true where everything went well */
    private void measured(String round, BooleanSupplier steps) {
        Timer.Sample begun = Timer.start(meters);
        boolean well = false;
        try {
            well = steps.getAsBoolean();
        } finally {
            begun.stop(timer(round, well ? DONE : FAILED));
        }
    }

    private Timer timer(String round, String outcome) {
        return meters.timer("sam3.rounds", "round", round, "outcome", outcome);
    }

    @Scheduled(
            every = "{sam3.ledger.settle-every}",
            delayed = "{sam3.ledger.rounds-after}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void settleByOwnTime() {
        byOwnTime(SETTLE);
    }

    private boolean settle() {
        LateSettlement.Round round = settlement.settle(config.ledger().settleFor());
        if (round.posted() > 0 || round.failed() > 0) {
            LOG.infof(
                    "settled %d jobs again: %d entries posted, %s adjusted, %d predictions not billed yet, %d jobs failed",
                    round.jobs(), round.posted(), round.adjusted(), round.unbilled(), round.failed());
        }
        return round.failed() == 0;
    }

    @Scheduled(
            every = "{sam3.ledger.reap-every}",
            delayed = "{sam3.ledger.rounds-after}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void reapByOwnTime() {
        byOwnTime(REAP);
    }

    private boolean reap() {
        boolean well = true;
        for (Reaped reaped : reaper.reap(REMEMBERED, config.ledger().reapAfter(), this::isOrphaned)) {
            if (reaped.outcome() != Outcome.NOT_OURS) {
                LOG.warnf("nobody waited for attempt %s: %s, %s", reaped.attempt(), reaped.outcome(), reaped.note());
            }
            well &= reaped.outcome() != Outcome.FAILED;
        }
        return well;
    }

    @Scheduled(
            every = "{sam3.ledger.copy-every}",
            delayed = "{sam3.ledger.rounds-after}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void copyByOwnTime() {
        byOwnTime(COPY);
    }

    private boolean copy() {
        boolean well = true;
        for (Copied copied : copies.copy(REMEMBERED)) {
            if (copied.failure().isEmpty()) {
                LOG.infof("masks of attempt %s, which no job had fetched, are kept", copied.attempt());
            } else {
                LOG.warnf("masks of attempt %s are not kept: %s", copied.attempt(), copied.failure());
                well = false;
            }
        }
        return well;
    }

    @Scheduled(
            every = "{sam3.ledger.clean-every}",
            delayed = "{sam3.ledger.rounds-after}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void cleanByOwnTime() {
        byOwnTime(CLEAN);
    }

    private boolean clean() {
        LOG.debugf("%d old rows deleted", new OldRows(database.get(), Clock.systemUTC()).delete());
        return true;
    }

    /** Without a server that outlives processes, a job that has no result is taken up again, and not for us to end. */
    private boolean isOrphaned(JobId id) {
        try {
            if (config.temporal().target().isPresent()) {
                return !durable.isRunning(id);
            }
            boolean ended = jobs.find(id).map(job -> job.result().isPresent()).orElse(true);
            return ended && desk.holder(id).isEmpty() && !durable.isRunning(id);
        } catch (RuntimeException unknown) {
            LOG.debugf("whether anything drives job %s cannot be told: %s", id, unknown.getMessage());
            return false;
        }
    }
}
