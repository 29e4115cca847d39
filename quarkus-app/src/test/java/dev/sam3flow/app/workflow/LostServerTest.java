package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The in-memory workflow server dies with all its histories, our database stays: the service, started again over a new server,
 * takes the job up, pays for nothing again and makes the same masks.
 */
class LostServerTest {
    @TempDir
    Path folder;

    private final List<String> phases = new ArrayList<>();
    private MoneyDatabase database;
    private ProviderSimulator simulator;
    private Stage stage;
    private int paid;

    private record Whole(int moments, String digest, MicroUsd charged) {}

    private Whole undisturbed() throws Exception {
        try (WorkflowServer server = WorkflowServer.inMemory()) {
            Death never = new Death(Integer.MAX_VALUE, moment -> {});
            WorkflowServiceStubs stubs = WorkflowServer.connect(server.target(), never);
            WorkflowClient client = WorkflowServer.client(stubs, "default");
            WorkerFactory workers = stage.work(client, true);
            JobId id = stage.jobs(client).start(Stage.order(new JobId("whole", "job")));
            JobResult result = ended(client, id);
            stop(workers, stubs);
            paid += Stage.CHUNKS;
            return new Whole(never.moments(), stage.digest(result), result.charged());
        }
    }

    private JobResult ended(WorkflowClient client, JobId id) throws Exception {
        try {
            client.newUntypedWorkflowStub(TemporalJobService.workflowId(id))
                    .getResult(4, TimeUnit.MINUTES, JobResult.class);
        } catch (WorkflowFailedException expected) {
            // the stored result says why
        }
        return stage.ports().jobs().find(id).flatMap(job -> job.result()).orElseThrow();
    }

    private static void stop(WorkerFactory workers, WorkflowServiceStubs stubs) {
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        stubs.shutdownNow();
    }

    private void loseServerAndGoOn(int moment, Whole whole) throws Exception {
        JobId id = new JobId("lost-" + moment, "job");
        CountDownLatch reached = new CountDownLatch(1);
        int port;
        try (WorkflowServer server = WorkflowServer.inMemory()) {
            port = server.port();
            Death death = new Death(moment, now -> reached.countDown());
            WorkflowServiceStubs stubs = WorkflowServer.connect(server.target(), death);
            WorkflowClient client = WorkflowServer.client(stubs, "default");
            WorkerFactory workers = stage.work(client, true);
            stage.jobs(client).start(Stage.order(id));
            assertThat(reached.await(2, TimeUnit.MINUTES))
                    .as("moment %d", moment)
                    .isTrue();
            server.kill();
            death.bury();
            stop(workers, stubs);
        }
        JobProgress then = stage.ports().jobs().find(id).orElseThrow().progress();
        phases.add(then.phase() + " " + then.chunksDone() + "/" + Stage.CHUNKS);
        try (WorkflowServer again = WorkflowServer.inMemory(port)) {
            WorkflowServiceStubs fresh = WorkflowServer.connect(again.target());
            WorkflowClient client = WorkflowServer.client(fresh, "default");
            WorkerFactory successors = stage.work(client, true);

            List<JobId> recovered = stage.jobs(client).recover();

            assertThat(recovered).as("moment %d", moment).containsExactly(id);
            JobResult result = ended(client, id);
            stop(successors, fresh);
            paid += Stage.CHUNKS;
            assertThat(result.failure()).as("moment %d", moment).isNull();
            assertThat(stage.digest(result)).as("moment %d", moment).isEqualTo(whole.digest());
            assertThat(result.charged()).as("moment %d", moment).isEqualTo(whole.charged());
            assertThat(simulator.book().paidPredictions())
                    .as("moment %d", moment)
                    .hasSize(paid);
            assertThat(stage.ports().ledger().balance(id).held())
                    .as("moment %d", moment)
                    .isEqualTo(MicroUsd.ZERO);
        }
    }

    private Whole lose(int times) throws Exception {
        try (MoneyDatabase data = MoneyDatabase.h2(folder);
                ProviderSimulator provider = Stage.simulator(Duration.ofMillis(300))) {
            database = data;
            simulator = provider;
            stage = Stage.open(database, 16, simulator.baseUrl(), folder, null);
            Whole whole = undisturbed();
            for (int i = 1; i <= times; i++) {
                loseServerAndGoOn(whole.moments() * i / (times + 1), whole);
            }
            return whole;
        }
    }

    @Test
    void aJobWhoseServerIsLostInTheMiddleGoesOnOverANewOne() throws Exception {
        lose(1);
    }

    @Test
    @Tag("soak")
    void tenPhasesOfAJobSurviveTheLossOfTheServer() throws Exception {
        long began = System.nanoTime();
        Whole whole = lose(10);
        Evidence.row(
                "the in-memory server, a process of its own, is killed and comes back empty at 10 moments of a job of "
                        + Stage.CHUNKS + " chunks; the database stays",
                "job at " + String.join(", ", phases) + ": taken up and completed each time with the same digest, "
                        + Stage.CHUNKS + " paid predictions and nothing held (" + whole.moments()
                        + " moments in an undisturbed job); " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }
}
