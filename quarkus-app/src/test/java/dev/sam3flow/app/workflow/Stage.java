package dev.sam3flow.app.workflow;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.FolderBlobStore;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcJobStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.RateLimits;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.Sam3Workers;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The product's own stores, client and workers, as each process of these tests has them, over one database, one folder of blobs
 * and one simulator.
 *
 * @param ports over the database
 * @param scratch of this process
 */
record Stage(Sam3Ports ports, Path scratch) {
    /** Looks come as fast as workflow servers bear. */
    static final Pace FAST = new Pace(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMinutes(5));

    static final PlanOptions TEN_SECONDS = new PlanOptions(10_000_000, 1_000_000, Objective.CHARGE);
    static final int CHUNKS = 6;

    static Stage open(
            MoneyDatabase database, int connections, String simulator, Path folder, @Nullable RateLimits limits)
            throws SQLException {
        Database pool = database.open(connections);
        Clock clock = Clock.systemUTC();
        WaveSpeedClient client = new WaveSpeedClient(WaveSpeedSettings.builder(ApiKey.of("stage"))
                .baseUrl(URI.create(simulator))
                .simulated(true)
                .limits(limits)
                .build());
        Sam3Ports ports = new Sam3Ports(
                client,
                new LineVideos(),
                new FolderBlobStore(folder.resolve("blobs")),
                uri -> new ByteArrayInputStream(
                        uri.getSchemeSpecificPart().replace('_', ' ').getBytes(StandardCharsets.UTF_8)),
                new JdbcLedger(pool, Budgets.NONE, clock),
                new JdbcAttemptStore(pool),
                new JdbcJobStore(pool, clock),
                clock,
                null);
        return new Stage(
                ports, folder.resolve("scratch-" + ProcessHandle.current().pid()));
    }

    static ProviderSimulator simulator(Duration delay) {
        ProviderSimulator simulator = ProviderSimulator.builder()
                .delay(delay)
                .meter(LineVideos::measure)
                .masks(LineVideos::segment)
                .start();
        simulator.account().setBalanceMicroUsd(1_000_000_000_000L);
        return simulator;
    }

    /** An order for a video of six chunks, three at once. */
    static JobRequest order(JobId id) {
        return order(id, 540);
    }

    /** No two jobs have the same video. @param frames at ten a second */
    static JobRequest order(JobId id, int frames) {
        String video = "lines:" + (LineVideos.video(frames, 10, 10) + " " + id).replace(' ', '_');
        return JobRequest.of(id, video, Prompts.ofText("person"))
                .withPlan(TEN_SECONDS)
                .withParallel(3);
    }

    Sam3Settings settings(boolean inMemoryServer) {
        return Sam3Settings.of(scratch)
                .withPace(FAST)
                .withInMemoryServer(inMemoryServer)
                .withDeadlockDetection(Duration.ofSeconds(30));
    }

    /** Workers that poll as little as they can: there may be many of them. */
    WorkerFactory work(WorkflowClient client, boolean inMemoryServer) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Sam3Workers.register(
                factory,
                ports,
                settings(inMemoryServer),
                options -> options.setMaxConcurrentWorkflowTaskPollers(2).setMaxConcurrentActivityTaskPollers(2));
        factory.start();
        return factory;
    }

    TemporalJobService jobs(WorkflowClient client) {
        return new TemporalJobService(client, ports.jobs(), ports.ledger(), ports.attempts());
    }

    /** Digest of the lines of all frames; the line before them tells of this very job. */
    String digest(JobResult result) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ports.blobs().open(result.files().get(JobResult.MASKS)), StandardCharsets.UTF_8))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
