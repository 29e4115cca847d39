package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.app.money.Worker;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two worker processes on the official server, one of which is killed every ten seconds and comes back. */
class TwoWorkersTest {
    @TempDir
    Path folder;

    private MoneyDatabase database;
    private ProviderSimulator simulator;
    private WorkflowServer server;
    private int kills;

    private Worker worker() throws Exception {
        return Worker.start(
                WorkflowWorker.class,
                database.url(),
                database.user(),
                simulator.baseUrl(),
                folder.toString(),
                server.target(),
                "false",
                "default",
                // no job of its own to wait for
                "nobody",
                String.valueOf(Integer.MAX_VALUE));
    }

    /** @return chunks that were segmented */
    private int killEvery(Duration between, Duration time, int jobsAtOnce) throws Exception {
        try (MoneyDatabase data = MoneyDatabase.h2(folder);
                ProviderSimulator provider = Stage.simulator(Duration.ofSeconds(2));
                WorkflowServer started = WorkflowServer.official(List.of())) {
            database = data;
            simulator = provider;
            server = started;
            Stage stage = Stage.open(database, 6, simulator.baseUrl(), folder, null);
            WorkflowServiceStubs stubs = WorkflowServer.connect(server.target());
            WorkflowClient client = WorkflowServer.client(stubs, "default");
            TemporalJobService service = stage.jobs(client);
            List<Worker> workers = new ArrayList<>(List.of(worker(), worker()));
            for (Worker each : workers) {
                each.expect("ready");
            }
            List<JobId> ids = new ArrayList<>();
            List<JobId> open = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            long next = System.nanoTime() + between.toNanos();
            while (System.nanoTime() < end) {
                open.removeIf(id -> result(stage, id) != null);
                while (open.size() < jobsAtOnce) {
                    JobRequest order = Stage.order(new JobId("tenant-" + ids.size(), "job"));
                    ids.add(service.start(order));
                    open.add(order.id());
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                if (System.nanoTime() >= next) {
                    int which = kills++ % 2;
                    workers.get(which).kill();
                    workers.get(which).close();
                    workers.set(which, worker());
                    next += between.toNanos();
                }
            }
            for (JobId id : ids) {
                Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> result(stage, id) != null);
            }
            for (Worker each : workers) {
                each.close();
            }
            stubs.shutdownNow();
            String digest = null;
            for (JobId id : ids) {
                JobResult result = result(stage, id);
                assertThat(result.failure()).as(id.toString()).isNull();
                assertThat(stage.ports().ledger().balance(id).held()).isEqualTo(MicroUsd.ZERO);
                digest = digest == null ? stage.digest(result) : digest;
                assertThat(stage.digest(result)).as(id.toString()).isEqualTo(digest);
            }
            assertThat(simulator.book().paidPredictions()).hasSize(ids.size() * Stage.CHUNKS);
            return ids.size() * Stage.CHUNKS;
        }
    }

    private static JobResult result(Stage stage, JobId id) {
        return stage.ports().jobs().find(id).flatMap(job -> job.result()).orElse(null);
    }

    @Test
    @Tag("soak")
    void oneOfTwoWorkersIsKilledEveryTenSeconds() throws Exception {
        int minutes = Integer.getInteger("sam3.minutes", 10);
        int chunks = killEvery(Duration.ofSeconds(10), Duration.ofMinutes(minutes), 4);
        Evidence.row(
                "two worker processes on the official development server, one of them killed with `kill -9` every 10 s for "
                        + minutes + " minutes",
                kills + " deaths; " + chunks / Stage.CHUNKS + " jobs of " + Stage.CHUNKS + " chunks, " + chunks
                        + " paid predictions: none lost, none doubled, the same digest of the masks for every job");
        assertThat(kills).isGreaterThanOrEqualTo(minutes * 6 - 2);
    }
}
