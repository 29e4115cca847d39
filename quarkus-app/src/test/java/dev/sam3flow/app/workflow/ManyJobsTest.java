package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.client.RateLimits;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.temporal.Sam3Workers;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many jobs at once on one worker and the official server, for an account of so many starts a minute: the account's allowance is
 * what takes the time, and nothing is refused for the rate. Predictions take 50 ms.
 */
class ManyJobsTest {
    private static final int CHUNKS_A_JOB = 12;

    @TempDir
    Path folder;

    private record Measured(
            Duration wall,
            Duration ideal,
            double allowance,
            long refused,
            int mostThreads,
            long mostHeapMiB,
            long afterHeapMiB) {}

    private Measured run(int jobs, int startsAMinute) throws Exception {
        RateLimits limits = new RateLimits(startsAMinute, 100);
        try (MoneyDatabase database = MoneyDatabase.h2(folder);
                ProviderSimulator simulator = Stage.simulator(Duration.ofMillis(50));
                WorkflowServer server = WorkflowServer.official(List.of())) {
            simulator.account().setLimits(startsAMinute, 100);
            Stage stage = Stage.open(database, 20, simulator.baseUrl(), folder, limits);
            WorkflowServiceStubs stubs = WorkflowServer.connect(server.target());
            WorkflowClient client = WorkflowServer.client(stubs, "default");
            WorkerFactory workers = WorkerFactory.newInstance(client);
            Sam3Workers.register(workers, stage.ports(), stage.settings(false));
            workers.start();
            TemporalJobService service = stage.jobs(client);
            long began = System.nanoTime();
            List<JobId> ids = new ArrayList<>();
            for (int job = 0; job < jobs; job++) {
                JobRequest order = Stage.order(new JobId("tenant-" + job % 10, "job-" + job), 90 * CHUNKS_A_JOB);
                ids.add(service.start(order));
            }
            int mostThreads = 0;
            long mostHeap = 0;
            for (JobId id : ids) {
                while (stage.ports()
                        .jobs()
                        .find(id)
                        .flatMap(job -> job.result())
                        .isEmpty()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
                    mostThreads = Math.max(
                            mostThreads, ManagementFactory.getThreadMXBean().getThreadCount());
                    mostHeap = Math.max(mostHeap, usedHeap());
                }
            }
            Duration wall = Duration.ofNanos(System.nanoTime() - began);
            MicroUsd charged = MicroUsd.ZERO;
            for (JobId id : ids) {
                JobResult result = stage.ports()
                        .jobs()
                        .find(id)
                        .flatMap(job -> job.result())
                        .orElseThrow();
                assertThat(result.failure()).as(id.toString()).isNull();
                charged = charged.plus(result.charged());
            }
            int chunks = jobs * CHUNKS_A_JOB;
            assertThat(simulator.book().paidPredictions()).hasSize(chunks);
            assertThat(charged.value()).isEqualTo(simulator.book().chargedMicroUsd());
            List<RecordedRequest> submits = simulator.recorded().stream()
                    .filter(request -> request.call() == ProviderCall.SUBMIT)
                    .toList();
            long refused =
                    submits.stream().filter(request -> request.status() == 429).count();
            workers.shutdownNow();
            workers.awaitTermination(10, TimeUnit.SECONDS);
            stubs.shutdownNow();
            System.gc();
            // so many are started at once, so many more each minute after
            int minutes = (chunks - 1) / startsAMinute;
            Duration ideal = Duration.ofMinutes(minutes).plusMillis(50);
            return new Measured(
                    wall, ideal, allowance(submits, startsAMinute), refused, mostThreads, mostHeap, usedHeap());
        }
    }

    /** Starts in the minutes that were full ones, over what the account allowed in them. */
    private static double allowance(List<RecordedRequest> submits, int startsAMinute) {
        Instant first = submits.get(0).at();
        Instant last = submits.get(submits.size() - 1).at();
        long minutes = Duration.between(first, last).toMinutes();
        Instant end = first.plus(Duration.ofMinutes(minutes));
        long within =
                submits.stream().filter(request -> request.at().isBefore(end)).count();
        return minutes == 0 ? 1 : (double) within / (minutes * startsAMinute);
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    @Test
    void fiveJobsOnTheOfficialServerUseTheAllowance() throws Exception {
        Measured measured = run(5, 600);

        assertThat(measured.refused()).isZero();
    }

    @Test
    @Tag("soak")
    void sixThousandChunksOfFiveHundredJobs() throws Exception {
        int jobs = Integer.getInteger("sam3.jobs", 500);
        int starts = Integer.getInteger("sam3.starts", 400);
        Measured measured = run(jobs, starts);

        double ratio = (double) measured.wall().toMillis() / measured.ideal().toMillis();
        Evidence.row(
                String.format(
                        Locale.ROOT,
                        "%d jobs, %,d chunks, one worker and the official development server on the same machine;"
                                + " predictions of 50 ms, an account of %d starts a minute",
                        jobs,
                        jobs * CHUNKS_A_JOB,
                        starts),
                String.format(
                        Locale.ROOT,
                        "all right, each chunk paid once; %d s where the limits alone take %d s: %.2f times; %.0f %%"
                                + " of the allowance used; %d refused for the rate; at most %d threads and %d MiB of heap"
                                + " (limit 1 GiB), %d MiB afterwards",
                        measured.wall().toSeconds(),
                        measured.ideal().toSeconds(),
                        ratio,
                        100 * measured.allowance(),
                        measured.refused(),
                        measured.mostThreads(),
                        measured.mostHeapMiB(),
                        measured.afterHeapMiB()));
        assertThat(measured.refused()).isZero();
        assertThat(measured.allowance()).isGreaterThanOrEqualTo(0.9);
        assertThat(ratio).isLessThanOrEqualTo(1.15);
    }
}
