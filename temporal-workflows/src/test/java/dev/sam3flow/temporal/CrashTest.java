package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies, with its workflow server, at a step into the world: before the step or right after it. The next process
 * finds what it left, pays for nothing twice, and makes the same masks.
 */
class CrashTest {
    private static final int CHUNKS = 6;
    private static final long SEED = 20261124;

    /** Time is not skipped while a dead process holds an activity. */
    private static final Pace FAST = new Pace(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofDays(1));

    @TempDir
    Path scratch;

    private JobBench bench(Crash crash) {
        JobBench bench = new JobBench(scratch, FAST, crash);
        bench.sources.put("file:///videos/street.mp4", FakeVideoTools.video(540, 10, 10));
        return bench;
    }

    private record Whole(int calls, List<String> masks, MicroUsd charged) {}

    private Whole undisturbed() throws Exception {
        Crash never = Crash.never();
        try (JobBench bench = bench(never)) {
            JobResult result = bench.run(order(bench));
            assertThat(bench.provider.created()).hasSize(CHUNKS);
            return new Whole(never.calls(), masks(bench, result), result.charged());
        }
    }

    private static JobRequest order(JobBench bench) {
        return bench.request("a").withParallel(3);
    }

    private static List<String> masks(JobBench bench, JobResult result) throws Exception {
        return bench.text(result.files().get(JobResult.MASKS));
    }

    private void crashAndGoOn(int call, boolean after, Whole whole) throws Exception {
        String where = (after ? "after call " : "before call ") + call;
        Crash crash = Crash.at(call, after);
        try (JobBench bench = bench(crash)) {
            bench.service.start(order(bench));
            assertThat(crash.awaitDeath()).as(where).isTrue();
            bench.loseProcess();
            bench.service.recover();
            JobResult result = bench.finish(order(bench).id());
            assertThat(result.failure()).as(where).isNull();
            assertThat(bench.provider.created()).as(where).hasSize(CHUNKS);
            assertThat(masks(bench, result)).as(where).isEqualTo(whole.masks());
            assertThat(result.charged()).as(where).isEqualTo(whole.charged()).isEqualTo(bench.provider.billed());
            assertThat(bench.ledger.balance(result.id()).held()).as(where).isEqualTo(MicroUsd.ZERO);
        }
    }

    @Test
    void aFewStepsDrawnByLotAreSurvived() throws Exception {
        Whole whole = undisturbed();
        Random random = new Random(SEED);
        // the last calls come after the result is recorded
        for (int i = 0; i < 6; i++) {
            crashAndGoOn(1 + random.nextInt(whole.calls() * 9 / 10), i % 2 == 0, whole);
        }
    }

    @Test
    @Tag("soak")
    void everyStepIsSurvived() throws Exception {
        Whole whole = undisturbed();
        for (int call = 1; call <= whole.calls() * 9 / 10; call++) {
            crashAndGoOn(call, false, whole);
            crashAndGoOn(call, true, whole);
        }
        Evidence.row(
                "1 a process and its workflow server die before and after every call of a port, in a job of " + CHUNKS
                        + " chunks, 3 at once",
                2 * (whole.calls() * 9 / 10) + " deaths: the same masks, " + CHUNKS
                        + " paid predictions and nothing held, every time");
    }
}
