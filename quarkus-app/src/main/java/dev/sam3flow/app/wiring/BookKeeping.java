package dev.sam3flow.app.wiring;

import dev.sam3flow.app.money.LateSettlement;
import dev.sam3flow.app.money.Reaper;
import dev.sam3flow.app.money.Reaper.Outcome;
import dev.sam3flow.app.money.Reaper.Reaped;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The service's rounds: settles again what ended lately, and reaps what no workflow drives. A workflow server's schedules say
 * when, else this process; its scheduler runs in a service only, and several services may do both at once.
 */
@Singleton
public class BookKeeping {
    private static final Logger LOG = Logger.getLogger(BookKeeping.class);

    private static final String SETTLE = "settle";
    private static final String REAP = "reap";

    /** Beyond this the provider has forgotten the prediction itself. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Sam3Config config;
    private final LateSettlement settlement;
    private final Reaper reaper;
    private final DurableJobs durable;
    private final JobStore jobs;
    private final JobDesk desk;
    private final ServiceStart service;
    private volatile boolean asked;
    private volatile boolean scheduled;

    BookKeeping(
            Sam3Config config,
            LateSettlement settlement,
            Reaper reaper,
            DurableJobs durable,
            JobStore jobs,
            JobDesk desk,
            @Readiness ServiceStart service) {
        this.config = config;
        this.settlement = settlement;
        this.reaper = reaper;
        this.durable = durable;
        this.jobs = jobs;
        this.desk = desk;
        this.service = service;
    }

    /** Once the service is up: schedules of a workflow server are better, since all services share them. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void leaveToTheServer() {
        if (service.isReady() && !asked) {
            scheduled = durable.schedule(
                    Map.of(SETTLE, this::settle, REAP, this::reap),
                    Map.of(
                            SETTLE, config.ledger().settleEvery(),
                            REAP, config.ledger().reapEvery()));
            asked = true;
        }
    }

    @Scheduled(every = "{sam3.ledger.settle-every}", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void settleByOwnTime() {
        if (service.isReady() && !scheduled) {
            settle();
        }
    }

    private void settle() {
        LateSettlement.Round round = settlement.settle(config.ledger().settleFor());
        if (round.posted() > 0 || round.failed() > 0) {
            LOG.infof(
                    "settled %d jobs again: %d entries posted, %s adjusted, %d predictions not billed yet, %d jobs failed",
                    round.jobs(), round.posted(), round.adjusted(), round.unbilled(), round.failed());
        }
    }

    @Scheduled(every = "{sam3.ledger.reap-every}", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    void reapByOwnTime() {
        if (service.isReady() && !scheduled) {
            reap();
        }
    }

    private void reap() {
        for (Reaped reaped : reaper.reap(REMEMBERED, config.ledger().reapAfter(), this::isOrphaned)) {
            if (reaped.outcome() != Outcome.NOT_OURS) {
                LOG.warnf("nobody waited for attempt %s: %s, %s", reaped.attempt(), reaped.outcome(), reaped.note());
            }
        }
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
