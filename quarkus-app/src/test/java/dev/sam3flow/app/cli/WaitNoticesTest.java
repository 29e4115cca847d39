package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.video.FrameRange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitNoticesTest {
    private final WaitNotices notices = new WaitNotices();

    private static JobProgress job(JobPhase phase, String note, ChunkPhase... phases) {
        List<ChunkProgress> chunks = IntStream.range(0, phases.length)
                .mapToObj(i -> new ChunkProgress(
                        new Chunk(i, new FrameRange(i, i + 1), new FrameRange(i, i + 1), 1),
                        phases[i],
                        null,
                        1,
                        i == 0 ? MicroUsd.ZERO : MicroUsd.ofUsd("0.05"),
                        null,
                        "why " + i))
                .toList();
        return new JobProgress(new JobId("default", "k"), phase, 2, chunks, null, MicroUsd.ZERO, note);
    }

    @Test
    void aQuoteThatWaitsIsSaidOnceWithTheExactCommands() {
        JobProgress waits = job(JobPhase.WAITING_FOR_APPROVAL, "over the budget");

        List<String> first = notices.fresh(waits);
        List<String> second = notices.fresh(waits);

        assertThat(first)
                .containsExactly(
                        "waits for approval: over the budget; type: ./sam3 job k approve [USD]  or: ./sam3 job k refuse");
        assertThat(second).isEmpty();
    }

    @Test
    void whatBeginsAgainIsSaidAgain() {
        JobProgress paused = job(JobPhase.PAUSED, "");
        notices.fresh(paused);
        notices.fresh(job(JobPhase.SEGMENTING, ""));

        assertThat(notices.fresh(paused)).containsExactly("is paused; type: ./sam3 job k resume");
    }

    @Test
    void chunksThatWaitAreNamedAsPeopleCountThem() {
        JobProgress waits = job(JobPhase.NEEDS_OPERATOR, "", ChunkPhase.NEEDS_OPERATOR, ChunkPhase.FAILED);

        assertThat(notices.fresh(waits))
                .containsExactly(
                        "needs a decision about chunk 1: why 0; type: ./sam3 job k resolve-submit 1 found:ID"
                                + "  or: ./sam3 job k resolve-submit 1 absent  or: ./sam3 job k resolve-submit 1 abandon",
                        "needs a decision about chunk 2: why 1; type: ./sam3 job k retry-chunk 2"
                                + "  or: ./sam3 job k skip-chunk 2  or: ./sam3 job k pay-again 2");
    }

    /** What is printed can be typed. */
    @Test
    void everyCommandThatIsNamedIsOne() {
        JobProgress waits = job(JobPhase.NEEDS_OPERATOR, "", ChunkPhase.NEEDS_OPERATOR, ChunkPhase.FAILED);

        for (String line : notices.fresh(waits)) {
            for (String command : line.substring(line.indexOf("type: ") + 6).split("  or: ")) {
                String words = command.replace("./sam3 job k ", "");
                assertThat(JobCommand.parse(List.of(words.split(" "))).text()).isEqualTo(words);
            }
        }
    }

    @Test
    void aJobThatHasEndedWaitsForNothing() {
        assertThat(notices.fresh(job(JobPhase.FAILED, "", ChunkPhase.FAILED, ChunkPhase.NEEDS_OPERATOR)))
                .isEmpty();
    }
}
