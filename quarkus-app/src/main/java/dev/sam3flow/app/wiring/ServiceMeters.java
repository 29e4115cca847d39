package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.StoreException;
import dev.sam3flow.app.store.Workload;
import dev.sam3flow.app.store.Workload.Counts;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobPhase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Gauges of what there is to do, the same from every process of one database. Counted every quarter of a minute, never while
 * somebody scrapes; NaN as long as the database does not answer, so that an old figure is not taken for a fresh one.
 */
@Singleton
public class ServiceMeters {
    private static final Logger LOG = Logger.getLogger(ServiceMeters.class);
    private static final List<String> ATTEMPT_STATES =
            List.of("intended", "sending", "accepted", "refused", "ambiguous", "lost", "finished");
    private static final double MICROS = 1_000_000;

    private final DatabaseBean database;
    private final Clock clock = Clock.systemUTC();
    private volatile Counts counts = Counts.NONE;
    private volatile boolean known;

    ServiceMeters(DatabaseBean database, @Readiness ServiceStart start, MeterRegistry meters) {
        this.database = database;
        for (JobPhase phase : JobPhase.values()) {
            if (!phase.isTerminal()) {
                gauge(meters, "sam3.jobs.open", "phase", phase, c -> c.jobs().getOrDefault(phase, 0L));
            }
        }
        for (ChunkPhase phase : ChunkPhase.values()) {
            gauge(meters, "sam3.chunks.open", "phase", phase, c -> c.chunks().getOrDefault(phase, 0L));
        }
        for (String state : ATTEMPT_STATES) {
            gauge(meters, "sam3.attempts", "state", state, c -> c.attempts().getOrDefault(state, 0L));
        }
        gauge(meters, "sam3.ledger.held.usd", "money", "real", c -> c.heldReal().value() / MICROS);
        gauge(
                meters,
                "sam3.ledger.held.usd",
                "money",
                "simulated",
                c -> c.heldSimulated().value() / MICROS);
        Gauge.builder("sam3.jobs.oldest.seconds", () -> whenKnown(this::oldestSeconds))
                .description("Age of the oldest open job that waits for no person")
                .register(meters);
        Gauge.builder("sam3.workers.ready", () -> start.isReady() ? 1 : 0)
                .description("1 once this process works on jobs")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, String tag, Object value, ToDoubleFunction<Counts> count) {
        Gauge.builder(name, () -> whenKnown(count))
                .tag(tag, value.toString().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private double whenKnown(ToDoubleFunction<Counts> count) {
        return known ? count.applyAsDouble(counts) : Double.NaN;
    }

    private double oldestSeconds(Counts now) {
        return now.oldestDriven() == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(now.oldestDriven().toInstant(), clock.instant())
                                .toSeconds());
    }

    /** The scheduler runs in a service only. */
    @Scheduled(every = "15s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try {
            counts = new Workload(database.get()).count();
            known = true;
        } catch (StoreException | FlywayException e) {
            known = false;
            LOG.warnf("the figures for the metrics could not be counted: %s", e.getMessage());
        }
    }
}
