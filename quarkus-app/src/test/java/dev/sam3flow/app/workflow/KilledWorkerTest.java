package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.app.money.Worker;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a worker process at the moments at which a job's histories get their events: a task was given to it, it was
 * about to answer, its answer was taken. The next worker goes on, pays for nothing again, and makes the same masks. Each job has
 * a namespace and a tenant of its own, so that many can wait for their dead workers' tasks at once.
 */
class KilledWorkerTest {
    private static final int NEVER = Integer.MAX_VALUE;
    /** With {@code -Dsam3.every=N}, where there is no time for all, each n-th moment from {@code -Dsam3.first} on. */
    private static final int EVERY = Integer.getInteger("sam3.every", 1);

    private static final int FIRST = Integer.getInteger("sam3.first", 1);
    /** Child processes that work at once; those that wait for a time-out cost nothing. */
    private static final int WORKING = 3;

    private static final int MOST_MINUTES = 8;
    private static final int WAITING = Integer.getInteger("sam3.waiting", 64);

    @TempDir
    Path folder;

    private final Set<String> paid = new ConcurrentSkipListSet<>();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger mixedUp = new AtomicInteger();
    private final Semaphore working = new Semaphore(WORKING);
    private boolean endedFromOutside;
    private ClassArchive archive;

    private MoneyDatabase database;
    private ProviderSimulator simulator;
    private WorkflowServer server;
    private WorkflowServiceStubs stubs;
    private Stage stage;

    private record Whole(int moments, String digest, MicroUsd charged) {}

    private Worker worker(String name, int moment) throws Exception {
        Worker worker = Worker.start(
                archive.options(),
                archive.classPath(),
                WorkflowWorker.class,
                database.url(),
                database.user(),
                simulator.baseUrl(),
                folder.toString(),
                server.target(),
                String.valueOf(server.isInMemory()),
                name,
                name,
                String.valueOf(moment));
        worker.expect("ready");
        return worker;
    }

    /** Starts a job for a worker that dies at a moment, or does not. @return the worker's last words */
    private String firstWorker(String name, int moment) throws Exception {
        working.acquire();
        try (Worker worker = worker(name, moment)) {
            stage.jobs(WorkflowServer.client(stubs, name)).start(Stage.order(new JobId(name, "job")));
            String end = worker.expect("end");
            if (moment == NEVER) {
                worker.say("end");
                assertThat(worker.ends()).isTrue();
            }
            worker.kill();
            return end;
        } finally {
            working.release();
        }
    }

    private JobResult finished(String name) throws Exception {
        WorkflowClient client = WorkflowServer.client(stubs, name);
        JobId id = new JobId(name, "job");
        WorkerFactory second = stage.work(client, server.isInMemory());
        try {
            awaitEnd(client, name, id);
        } finally {
            second.shutdownNow();
            second.awaitTermination(10, TimeUnit.SECONDS);
        }
        return stage.ports().jobs().find(id).flatMap(job -> job.result()).orElseThrow();
    }

    /** A history that the in-memory server has mixed up is given up, as if the server had been lost. */
    private void awaitEnd(WorkflowClient client, String name, JobId id) {
        String workflow = TemporalJobService.workflowId(id);
        for (int minute = 0; minute < MOST_MINUTES; minute++) {
            try {
                client.newUntypedWorkflowStub(workflow).getResult(1, TimeUnit.MINUTES, JobResult.class);
                return;
            } catch (WorkflowFailedException expected) {
                // the stored result says why
                return;
            } catch (TimeoutException e) {
                if (server.isInMemory() && WorkflowServer.hasMixedUp(stubs, name, workflow)) {
                    mixedUp.incrementAndGet();
                    beginAgain(client, id);
                }
            }
        }
        throw new AssertionError(WorkflowServer.whereabouts(stubs, name, workflow));
    }

    /** The in-memory server does not end a workflow's children with it. */
    private void beginAgain(WorkflowClient client, JobId id) {
        String workflow = TemporalJobService.workflowId(id);
        terminate(client, workflow);
        for (int chunk = 0; chunk < Stage.CHUNKS; chunk++) {
            terminate(client, workflow + "/chunk/" + chunk);
        }
        stage.jobs(client).start(Stage.order(id));
    }

    private static void terminate(WorkflowClient client, String workflow) {
        try {
            client.newUntypedWorkflowStub(workflow).terminate("nobody can go on with it");
        } catch (WorkflowNotFoundException ended) {
            // or it was never there
        }
    }

    private Whole undisturbed() throws Exception {
        String end = firstWorker("whole", NEVER);
        assertThat(end).startsWith("done");
        JobResult result = finished("whole");
        assertThat(result.failure()).isNull();
        paid.addAll(predictions("whole"));
        assertThat(paid).hasSize(Stage.CHUNKS);
        return new Whole(Integer.parseInt(end.substring(5)), stage.digest(result), result.charged());
    }

    private List<String> predictions(String name) {
        List<String> found = new ArrayList<>();
        for (Attempt attempt : stage.ports().attempts().ofJob(new JobId(name, "job"))) {
            if (attempt.state() instanceof Accepted || attempt.state() instanceof Finished) {
                found.add(attempt.state().prediction().map(PredictionId::value).orElseThrow());
            }
        }
        return found;
    }

    private void killAndGoOn(int moment, Whole whole) throws Exception {
        String name = name(moment);
        if (firstWorker(name, moment).startsWith("dead")) {
            kills.incrementAndGet();
        }
        if (endedFromOutside) {
            beginAgain(WorkflowServer.client(stubs, name), new JobId(name, "job"));
        }
        JobResult result = finished(name);
        assertThat(result.failure()).as(name).isNull();
        assertThat(stage.digest(result)).as(name).isEqualTo(whole.digest());
        assertThat(result.charged()).as(name).isEqualTo(whole.charged());
        assertThat(stage.ports().ledger().balance(result.id()).held()).as(name).isEqualTo(MicroUsd.ZERO);
        assertThat(predictions(name)).as(name).hasSize(Stage.CHUNKS);
        paid.addAll(predictions(name));
    }

    private static String name(int moment) {
        return "kill-" + moment;
    }

    /** @param moments which; every one that an undisturbed job has where empty */
    private Whole killed(WorkflowServer which, int... moments) throws Exception {
        try (WorkflowServer started = which;
                MoneyDatabase data = MoneyDatabase.h2(folder);
                ProviderSimulator provider = Stage.simulator(Duration.ofMillis(300))) {
            database = data;
            simulator = provider;
            server = started;
            archive = ClassArchive.in(folder);
            stubs = WorkflowServer.connect(server.target());
            stage = Stage.open(database, 16, simulator.baseUrl(), folder, null);
            Whole whole = undisturbed();
            int[] all = moments.length > 0
                    ? moments
                    : IntStream.rangeClosed(1, whole.moments())
                            .filter(moment -> moment % EVERY == FIRST % EVERY)
                            .toArray();
            ExecutorService threads = Executors.newFixedThreadPool(WAITING);
            List<Callable<Void>> runs = new ArrayList<>();
            for (int moment : all) {
                runs.add(() -> {
                    killAndGoOn(moment, whole);
                    return null;
                });
            }
            for (Future<Void> run : threads.invokeAll(runs)) {
                run.get();
            }
            threads.shutdown();
            stubs.shutdownNow();
            assertThat(new TreeSet<>(simulator.book().paidPredictions())).isEqualTo(new TreeSet<>(paid));
            assertThat(paid).hasSize((all.length + 1) * Stage.CHUNKS);
            return whole;
        }
    }

    /** One namespace for each moment that there may be. */
    private static List<String> namespaces(int most) {
        List<String> names = new ArrayList<>(List.of("whole"));
        IntStream.rangeClosed(1, most).mapToObj(KilledWorkerTest::name).forEach(names::add);
        return names;
    }

    private void evidence(String what, Whole whole, long began) {
        Evidence.row(
                "`kill -9` of the worker, a process of its own, at every moment at which a job of " + Stage.CHUNKS
                        + " chunks, 3 at once, gets events of history, " + what,
                kills.get() + " deaths, at " + (EVERY == 1 ? "every one" : "one in " + EVERY) + " of " + whole.moments()
                        + " moments (task taken, answer not yet sent, answer taken): the same digest of the masks, "
                        + Stage.CHUNKS + " paid predictions by the simulator's book and nothing held, every time; "
                        + (mixedUp.get() == 0
                                ? ""
                                : mixedUp
                                        + " of the jobs had a history that the server had put in a wrong order, and were"
                                        + " begun again; ")
                        + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }

    /** The next task is the workflow's, which is noticed to be lost within 10 s. */
    @Test
    void aWorkerThatDiesBetweenTwoActivitiesIsReplaced() throws Exception {
        killed(WorkflowServer.inMemory(), 6);
        assertThat(kills).hasValue(1);
    }

    @Test
    void aJobWhoseWorkflowIsEndedFromOutsideIsBegunAgainAndPaysForNothingTwice() throws Exception {
        endedFromOutside = true;
        killed(WorkflowServer.inMemory(), 60);
        assertThat(kills).hasValue(1);
    }

    @Test
    @Tag("soak")
    void atEveryEventOnTheInMemoryServer() throws Exception {
        long began = System.nanoTime();
        evidence("in-memory server in a process of its own", killed(WorkflowServer.inMemory()), began);
    }

    @Test
    @Tag("soak")
    void atEveryEventOnTheOfficialServer() throws Exception {
        long began = System.nanoTime();
        evidence("official development server", killed(WorkflowServer.official(namespaces(400))), began);
    }
}
