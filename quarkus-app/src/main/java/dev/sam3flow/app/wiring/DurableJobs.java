package dev.sam3flow.app.wiring;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.SourceReader;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.temporal.DrivenJobs;
import dev.sam3flow.temporal.Driver;
import dev.sam3flow.temporal.JobAttributes;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Rounds;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.Sam3Workers;
import dev.sam3flow.temporal.TemporalJobService;
import dev.sam3flow.temporal.activity.MaskCopies;
import dev.sam3flow.temporal.activity.PartialResults;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Jobs over Temporal with workers in this process; connected and started when first used. */
@Singleton
public class DurableJobs {
    private static final Logger LOG = Logger.getLogger(DurableJobs.class);

    /** The simulator takes seconds where the provider takes minutes. */
    private static final Pace SIMULATED_PACE = new Pace(
            Duration.ofMillis(400),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Pace.DEFAULTS.approval());

    /** A submit in flight must be let finish: the client gives up on one after a minute. */
    private static final long GRACE_SECONDS = 75;

    /** For each account. Those that wait here no longer take turns with those that wait at the server. */
    private static final int SUBMITS_TAKEN = 8;

    private static final int MOST_SUBMITS_TAKEN = 100;

    private final Sam3Config config;
    private final MeterRegistry metrics;
    private final Sam3Ports ports;
    private final DrivenJobs driven;
    private final Tracer tracer;
    private volatile @Nullable TemporalServer server;
    private @Nullable WorkflowClient client;
    private @Nullable WorkerFactory workers;
    private Runnable drain = () -> {};
    private @Nullable WorkerFactory rounds;
    private @Nullable TemporalJobService service;

    DurableJobs(
            Sam3Config config,
            PredictionService predictions,
            VideoTools videos,
            BlobStore blobs,
            SourceReader sources,
            Ledger ledger,
            AttemptStore attempts,
            JobStore jobs,
            JobDesk desk,
            MeterRegistry metrics,
            Tracer tracer) {
        this.config = config;
        this.metrics = metrics;
        this.tracer = tracer;
        ports = new Sam3Ports(
                predictions,
                videos,
                blobs,
                sources,
                ledger,
                attempts,
                jobs,
                Clock.systemUTC(),
                ProviderBeans.webhook(config));
        driven = new DrivenJobs(this::get, jobs, ledger, attempts, desk, self(config.temporal()));
    }

    /** Processes of one workflow server drive jobs together; a process with a server of its own drives alone. */
    private static Driver self(Sam3Config.Temporal temporal) {
        return temporal.target()
                .map(target -> Driver.ofServer(target, temporal.namespace()))
                .orElseGet(Driver::ofThisProcess);
    }

    /**
     * Takes up the jobs that have no result and that no process drives; returns those.
     *
     * @throws dev.sam3flow.core.error.UnavailableException if the configured server does not answer
     */
    public List<JobId> recover() {
        get();
        return driven.recover();
    }

    /** @throws dev.sam3flow.core.error.UnavailableException if the configured server does not answer */
    public synchronized TemporalJobService get() {
        if (service == null) {
            Sam3Config.Temporal temporal = config.temporal();
            UnaryOperator<WorkerOptions.Builder> version = TemporalServer.version(temporal);
            TemporalServer connected = TemporalServer.connect(temporal, metrics);
            WorkflowClient workflows = connected.client(temporal.namespace());
            WorkerFactory factory = WorkerFactory.newInstance(
                    workflows,
                    WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(new ActivityWatch(metrics, tracer))
                            .build());
            drain = Sam3Workers.register(factory, ports, settings(), version);
            factory.start();
            server = connected;
            client = workflows;
            workers = factory;
            boolean attributes = temporal.searchAttributes()
                    .orElseGet(() -> JobAttributes.areThere(connected.stubs(), temporal.namespace()));
            service = new TemporalJobService(workflows, ports.jobs(), ports.ledger(), ports.attempts(), attributes);
        }
        return service;
    }

    /**
     * True where the configured workflow server runs this job's workflow now; needs no workers of this process.
     *
     * @throws dev.sam3flow.core.error.UnavailableException if the server does not answer
     */
    public boolean isRunning(JobId id) {
        if (service != null || config.temporal().target().isEmpty()) {
            return get().isRunning(id);
        }
        try (TemporalServer looked = TemporalServer.connect(config.temporal())) {
            return new TemporalJobService(
                            looked.client(config.temporal().namespace()),
                            ports.jobs(),
                            ports.ledger(),
                            ports.attempts())
                    .isRunning(id);
        }
    }

    /**
     * Leaves rounds to the workflow server's schedules, where there is one that has schedules.
     *
     * @return false where the caller has to see to them
     */
    synchronized boolean schedule(Map<String, Runnable> work, Map<String, Duration> every) {
        if (server == null || config.temporal().target().isEmpty()) {
            return false;
        }
        WorkflowClient client = server.client(config.temporal().namespace());
        try {
            every.forEach((round, interval) -> Rounds.schedule(client, round, interval));
        } catch (RuntimeException e) {
            LOG.infof("the workflow server has no schedules for us, so this process keeps time: %s", e.getMessage());
            return false;
        }
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Rounds.register(factory, work);
        factory.start();
        rounds = factory;
        return true;
    }

    /** True where the workflow server answers, or has not been asked for yet. */
    boolean isConnected() {
        TemporalServer connected = server;
        return connected == null || connected.answers();
    }

    /** True where no real provider stands behind the jobs. */
    public boolean simulated() {
        return ports.predictions().simulated();
    }

    private Sam3Settings settings() {
        return Sam3Settings.of(WorkRoom.of(config).folder())
                .withWorkBytes(config.maxWorkBytes())
                .withPace((simulated() ? SIMULATED_PACE : pace()).withApproval(config.approvalExpires()))
                .withQuality(config.quality().options())
                .withStitch(config.stitch().options())
                // a server of our own does not let tenants take turns: they wait here
                .withSubmitSlots(
                        config.temporal().target().isEmpty()
                                ? MOST_SUBMITS_TAKEN
                                : Math.min(
                                        MOST_SUBMITS_TAKEN,
                                        SUBMITS_TAKEN * (1 + config.tenant().size())));
    }

    private Pace pace() {
        Pace usual = Pace.DEFAULTS;
        return new Pace(
                usual.firstLook(),
                usual.shortestPoll(),
                usual.longestPoll(),
                config.provider().quietPeriod(),
                usual.betweenFinds(),
                usual.approval());
    }

    @Produces
    @ApplicationScoped
    JobService jobs() {
        return new AdmittedJobs(driven, ports.predictions());
    }

    /** What routes call workflows by; connected when the first of them does. */
    @Produces
    @ApplicationScoped
    synchronized WorkflowClient workflows() {
        get();
        return Objects.requireNonNull(client);
    }

    @Produces
    @Singleton
    PartialResults partial() {
        return new PartialResults(ports, settings());
    }

    @Produces
    @Singleton
    MaskCopies copies() {
        return new MaskCopies(ports);
    }

    @Produces
    @Singleton
    PriceList prices() {
        return PriceList.PUBLISHED;
    }

    @PreDestroy
    void stop() {
        if (rounds != null) {
            rounds.shutdown();
        }
        if (workers != null) {
            drain.run();
            workers.shutdown();
            workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            workers.shutdownNow();
        }
        driven.close();
        if (rounds != null) {
            rounds.shutdownNow();
        }
        if (server != null) {
            server.close();
        }
    }
}
