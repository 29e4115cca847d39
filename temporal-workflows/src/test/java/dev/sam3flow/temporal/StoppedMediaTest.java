package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody wants what a program makes of a video any more: the program ends, its slot is free and nothing is left of its file. */
class StoppedMediaTest extends BenchTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** As many as there are slots. */
    private static final int JOBS = 4;

    private JobRequest request(int job) {
        return bench.request("job" + job).withExports(List.of(PixelExport.OVERLAY.exportName()));
    }

    /** Jobs that take all slots for a work that does not end by itself. */
    private List<JobId> held(String work) {
        // the time-skipping server skips none as long as it counts an activity that nobody waits for
        use(RealServerTest.FAST);
        bench.videos.endless = work;
        bench.videos.inexact = work.equals("normalise") ? "no key frame" : "";
        List<JobId> jobs = IntStream.range(0, JOBS)
                .mapToObj(job -> bench.service.start(request(job).withParallel(1)))
                .toList();
        Awaitility.await().until(() -> bench.videos.programs.size() == JOBS);
        bench.videos.endless = "";
        assertThat(bench.videos.programs).allMatch(Process::isAlive);
        return jobs;
    }

    private void assertNothingIsLeft() throws IOException {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> bench.videos.programs.stream().noneMatch(Process::isAlive));
        JobResult next = bench.run(request(JOBS));
        assertThat(next.failure()).isNull();
        try (var files = Files.list(scratch)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("files beside the store's copies")
                    .filteredOn(name -> !name.matches("[0-9a-f]{64}\\.\\w+"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe", "normalise", "cut", "draw"})
    void whenItsJobIsCancelled(String work) throws IOException {
        List<JobId> jobs = held(work);

        jobs.forEach(bench.service::cancel);

        assertNothingIsLeft();
        assertThat(jobs).allSatisfy(job -> assertThat(bench.finish(job).phase()).isEqualTo(JobPhase.CANCELLED));
    }

    /** As when an activity's time is over, and another try of it begins beside. */
    @Test
    void whenTheServerNoLongerKnowsTheActivity() throws IOException {
        List<JobId> jobs = held("cut");

        jobs.forEach(job -> bench.client()
                .newUntypedWorkflowStub(TemporalJobService.workflowId(job) + "/chunk/0")
                .terminate("lost"));

        assertNothingIsLeft();
    }

    /** What the worker had begun when it was told to end comes to its end. */
    @Test
    void butNotWhenItsWorkerShutsDown() {
        held("cut");

        bench.server.getWorkerFactory().shutdown();

        Awaitility.await()
                .during(Duration.ofSeconds(12))
                .atMost(Duration.ofSeconds(15))
                .until(() -> bench.videos.programs.stream().allMatch(Process::isAlive));
        bench.videos.programs.forEach(Process::destroy);
        bench.server.getWorkerFactory().awaitTermination(20, TimeUnit.SECONDS);
        assertThat(bench.server.getWorkerFactory().isTerminated()).isTrue();
        assertThat(bench.videos.cuts).hasValue(JOBS);
    }
}
