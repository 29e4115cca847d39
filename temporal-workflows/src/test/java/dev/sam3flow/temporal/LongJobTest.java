package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of many chunks: what they leave in histories. */
class LongJobTest extends BenchTest {
    private static final PlanOptions TEN_SECONDS_APART = new PlanOptions(10_000_000, 0, Objective.CHARGE);

    private JobResult run(int chunks) {
        bench.sources.put("file:///videos/street.mp4", FakeVideoTools.video(chunks * 10, 1, 10));
        return bench.run(bench.request("long").withPlan(TEN_SECONDS_APART).withParallel(20));
    }

    @Test
    void fiftyChunksRunTwentyAtATime() {
        JobResult result = run(50);

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
    }

    /** Each look is a try of the same activity. */
    @Test
    void howOftenAPredictionIsLookedAtLeavesNothingInItsHistory() {
        bench.provider.looksUntilEnd = 200;

        JobResult result = run(2);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.looksSeen).isGreaterThanOrEqualTo(400);
        assertThat(bench.histories().get("segment/default/long/chunk/0").getEvents())
                .hasSizeLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {36, 360})
    @Tag("soak")
    void aLongVideoKeepsEveryHistoryAndPayloadSmall(int chunks) {
        JobResult result = run(chunks);

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
        assertThat(bench.provider.created()).hasSize(chunks);
        row("2 a job of " + chunks + " chunks, 20 at once");
    }

    private void row(String what) {
        int longest = 0;
        int largest = 0;
        for (WorkflowExecutionHistory history : bench.histories().values()) {
            longest = Math.max(longest, history.getEvents().size());
            for (HistoryEvent event : history.getEvents()) {
                largest = Math.max(largest, event.getSerializedSize());
            }
        }
        assertThat(longest).isLessThan(10_240);
        assertThat(largest).isLessThan(64 * 1024);
        Evidence.row(
                what,
                bench.provider.created().size() + " paid predictions; longest history " + longest
                        + " events (limit 10,240), largest event " + largest + " bytes (limit 65,536)");
    }

    @Test
    @Tag("soak")
    void aVideoOfSixHoursKeepsEveryHistoryAndPayloadSmall() {
        bench.sources.put("file:///videos/street.mp4", FakeVideoTools.video(6 * 3600 * 10, 10, 10));
        JobResult result =
                bench.run(bench.request("hours").withPlan(PlanOptions.DEFAULTS).withParallel(4));

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
        assertThat(bench.provider.created()).hasSizeGreaterThanOrEqualTo(36);
        row("3 a video of 6 hours, 216,000 frames, 4 chunks at once");
    }

    @Test
    @Tag("soak")
    void aJobWhoseHistoryGrowsLongGoesOnInANewRun() {
        JobResult result = run(1_000);

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
        assertThat(bench.provider.created()).hasSize(1_000);
        WorkflowExecutionHistory last = bench.histories().get("segment/default/long");
        assertThat(JobBench.runBefore(last)).isNotEmpty();
    }
}
