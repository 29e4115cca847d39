package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Chunks of a result are segmented again: they alone are paid for, and all else stays as it was. */
class RepairTest extends BenchTest {
    private static final Prompts BOX = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(5, 0, 46, 41)));

    private FrameRange sent(JobId id, int chunk) {
        return bench.progress(id).chunks().get(chunk).chunk().sent();
    }

    private MicroUsd price(JobId id, int... chunks) {
        MicroUsd price = MicroUsd.ZERO;
        for (int chunk : chunks) {
            price = price.plus(PriceList.PUBLISHED.charge(
                    bench.progress(id).chunks().get(chunk).chunk().durationMicros()));
        }
        return price;
    }

    private JobRequest repair(JobRequest first, String key, Integer... chunks) {
        int[] indices = new int[chunks.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = chunks[i];
        }
        return first.repair(new JobId("default", key), List.of(chunks), price(first.id(), indices));
    }

    /** Lines of frames that the chunk does not own, without the header. */
    private List<String> outside(JobResult result, JobId first, int chunk) throws IOException {
        List<String> lines = bench.text(result.files().get(JobResult.MASKS));
        FrameRange owned = bench.progress(first).chunks().get(chunk).chunk().owned();
        List<String> outside = new ArrayList<>();
        for (int frame = 0; frame < 600; frame++) {
            if (!owned.contains(frame)) {
                outside.add(lines.get(1 + frame));
            }
        }
        return outside;
    }

    @Test
    void oneChunkOfTextsIsPaidAndTheOtherLinesStay() throws Exception {
        repairsTheMiddleChunk(bench.request("a"));
    }

    @Test
    void soOfAJobThatSharesNothing() throws Exception {
        repairsTheMiddleChunk(bench.request("a").withReuse(false));
    }

    @Test
    void soOfAJobWithABoxWhoseLaterChunksWereAskedWithOtherBoxes() throws Exception {
        repairsTheMiddleChunk(bench.request("a", BOX));
    }

    @Test
    void soOfAJobThatHasAPredictionForEachObject() throws Exception {
        repairsTheMiddleChunk(
                bench.request("a", Prompts.ofText("person", "dog")).withPerObject(true));
    }

    @Test
    void soOfAJobThatTriesBadChunksOnceMoreByItself() throws Exception {
        repairsTheMiddleChunk(bench.request("a").withAutoRepair(true));
    }

    private void repairsTheMiddleChunk(JobRequest order) throws IOException {
        bench.provider.seen = (prompts, frame) -> FakeProvider.diamond(30 + frame / 10, frame / 20);
        JobResult first = bench.run(order);
        assertThat(first.failure()).isNull();
        int before = bench.provider.submits;
        FrameRange middle = sent(first.id(), 3);
        bench.provider.seen = (prompts, frame) -> middle.contains(frame)
                ? FakeProvider.diamond(31 + frame / 10, frame / 20)
                : FakeProvider.diamond(30 + frame / 10, frame / 20);

        JobResult repaired = bench.run(repair(order, "r", 3));

        assertThat(repaired.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(before + 1);
        assertThat(repaired.charged()).isEqualTo(repaired.quoted()).isEqualTo(price(first.id(), 3));
        assertThat(outside(repaired, first.id(), 3)).isEqualTo(outside(first, first.id(), 3));
        assertThat(bench.text(repaired.files().get(JobResult.MASKS)))
                .isNotEqualTo(bench.text(first.files().get(JobResult.MASKS)));
        assertThat(bench.ledger.balance(repaired.id()).held()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.progress(repaired.id()).chunks()).allMatch(chunk -> chunk.resultKey() != null);
    }

    @Test
    void theRepairedChunkOfAJobWithABoxIsAskedWithTheBoxOfTheOneBefore() {
        JobRequest order = bench.request("a", BOX);
        JobResult first = bench.run(order);

        bench.run(repair(order, "r", 3));

        List<PredictionInput> inputs = bench.provider.inputs();
        assertThat(inputs.get(7).prompts()).isEqualTo(inputs.get(3).prompts());
        assertThat(first.failure()).isNull();
    }

    @Test
    void aRepairOfARepairTakesWhatTheFirstOneHas() throws Exception {
        JobRequest order = bench.request("a").withReuse(false);
        bench.provider.seen = (prompts, frame) -> FakeProvider.diamond(30 + frame / 10, frame / 20);
        JobResult first = bench.run(order);
        bench.provider.seen = (prompts, frame) -> FakeProvider.diamond(32 + frame / 10, frame / 20);
        JobRequest repair = repair(order, "r", 1);
        JobResult second = bench.run(repair);

        JobResult third = bench.run(repair(repair, "s", 5));

        assertThat(third.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(9);
        assertThat(outside(third, first.id(), 5)).isEqualTo(outside(second, first.id(), 5));
        assertThat(outside(third, first.id(), 5)).isNotEqualTo(outside(first, first.id(), 5));
    }

    @Test
    void aRepairThatIsRefusedLeavesEveryStoredResult() {
        JobRequest order = bench.request("a", BOX);
        JobResult first = bench.run(order);
        List<ChunkProgress> chunks = bench.progress(first.id()).chunks();

        JobResult refused = bench.run(repair(order, "r", 3).withMaxCharge(MicroUsd.ofUsd("0.01")));

        assertThat(Objects.requireNonNull(refused.failure()).reason()).isEqualTo(Reason.OVER_BUDGET);
        assertThat(bench.provider.submits).isEqualTo(7);
        assertThat(bench.ledger.entries(refused.id())).isEmpty();
        assertThat(bench.progress(first.id()).chunks()).isEqualTo(chunks);
        assertThat(chunks)
                .allMatch(chunk -> bench.jobs
                        .findChunk(Objects.requireNonNull(chunk.resultKey()))
                        .isPresent());
        assertThat(bench.service.result(first.id()).join()).isEqualTo(first);
    }

    @Test
    void aRepairThatFailedGoesOnInTheNextOneAndPaysNothingTwice() {
        JobRequest order = bench.request("a").withReuse(false).withParallel(1);
        bench.run(order);
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        JobResult failed = bench.run(repair(order, "r", 1, 4));
        assertThat(Objects.requireNonNull(failed.failure()).reason()).isEqualTo(Reason.PROVIDER);

        JobResult next = bench.run(repair(order, "s", 1, 4));

        assertThat(next.failure()).isNull();
        assertThat(next.charged()).isEqualTo(price(order.id(), 4));
        assertThat(bench.provider.created()).hasSize(9);
    }

    @Test
    void gapsThatAreNotRepairedStayAndCostNothing() throws Exception {
        JobRequest order = bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.GAP);
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE, Behaviour.COMPLETE, Behaviour.REFUSE);
        JobResult first = bench.run(order);
        assertThat(Objects.requireNonNull(first.failure()).reason()).isEqualTo(Reason.PARTIAL_RESULT);

        JobResult repaired = bench.run(repair(order, "r", 1));

        assertThat(repaired.phase()).isEqualTo(JobPhase.DONE);
        assertThat(Objects.requireNonNull(repaired.failure()).message()).startsWith("1 of 7 chunks");
        assertThat(repaired.charged()).isEqualTo(price(order.id(), 1));
        assertThat(bench.provider.created()).hasSize(6);
        assertThat(outside(repaired, order.id(), 1)).isEqualTo(outside(first, order.id(), 1));
    }

    @Test
    void aVideoThatHasChangedSinceIsNotRepaired() {
        JobRequest order = bench.request("a");
        bench.run(order);
        bench.sources.put("file:///videos/street.mp4", FakeVideoTools.video(599, 10, 10));

        JobResult refused = bench.run(repair(order, "r", 3));

        assertThat(Objects.requireNonNull(refused.failure()).reason()).isEqualTo(Reason.INVALID_INPUT);
        assertThat(refused.failure().message()).contains("its bytes have changed");
        assertThat(bench.provider.submits).isEqualTo(7);
    }

    @Test
    void aResultThatIsToBeKeptAndIsGoneIsNotPaidAgainUnasked() {
        JobRequest order = bench.request("a");
        bench.run(order);
        bench.jobs.forgetChunk(Objects.requireNonNull(
                bench.progress(order.id()).chunks().get(5).resultKey()));

        JobResult refused = bench.run(repair(order, "r", 3));

        assertThat(Objects.requireNonNull(refused.failure()).reason()).isEqualTo(Reason.INVALID_INPUT);
        assertThat(refused.failure().message()).contains("chunk 6 is no longer in the store");
        assertThat(bench.provider.submits).isEqualTo(7);
    }
}
