package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksReader;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a job comes to, story by story. */
class SegmentVideoTest extends BenchTest {
    @Test
    void aVideoOfSevenChunksBecomesOneLineForEveryFrameAndIsChargedAsQuoted() throws Exception {
        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(result.phase()).isEqualTo(JobPhase.DONE);
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.progress(result.id()).chunksDone()).isEqualTo(7);
    }

    @Test
    void everyFrameHasTheMaskThatTheProviderSaw() throws Exception {
        JobResult result = bench.run(bench.request("a"));

        try (InputStream in =
                        bench.blobs.open(Objects.requireNonNull(result.files().get(JobResult.MASKS)));
                MasksReader masks = new MasksReader(in)) {
            for (int frame = 0; frame < 600; frame++) {
                FrameSegments segments = Objects.requireNonNull(masks.next());
                assertThat(segments.segments())
                        .singleElement()
                        .satisfies(segment ->
                                assertThat(segment.mask()).isEqualTo(bench.provider.truth(segments.frame())));
            }
        }
    }

    @Test
    void theSameOrderAgainIsTheSameJob() {
        JobResult first = bench.run(bench.request("a"));

        JobResult again =
                bench.service.result(bench.service.start(bench.request("a"))).join();

        assertThat(again).isEqualTo(first);
        assertThat(bench.provider.submits).isEqualTo(7);
    }

    @Test
    void anotherJobForTheSameFramesAndPromptsPaysNothing() {
        bench.run(bench.request("a"));

        JobResult second = bench.run(bench.request("b"));

        assertThat(second.failure()).isNull();
        assertThat(second.charged()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.provider.submits).isEqualTo(7);
        assertThat(bench.ledger.balance(second.id()).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void whatAnotherModelSawIsNoAnswer() {
        bench.run(bench.request("a"));
        bench.provider.endpoint = "fake://provider/another-model";

        JobResult other = bench.run(bench.request("b"));

        assertThat(other.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(14);
    }

    @Test
    void aJobWithoutReusePaysAgain() {
        bench.run(bench.request("a"));

        JobResult second = bench.run(bench.request("b").withReuse(false));

        assertThat(second.charged()).isEqualTo(second.quoted());
        assertThat(bench.provider.submits).isEqualTo(14);
    }

    /** As {@code sam3 repair} has it done: whatever comes back, every other frame is as it was, byte by byte. */
    @Test
    void aChunkWhoseResultIsForgottenIsPaidAgainAndOnlyItsFramesChange() throws Exception {
        JobResult first = bench.run(bench.request("a"));
        ChunkProgress bad = bench.progress(first.id()).chunks().get(2);
        bench.jobs.forgetChunk(Objects.requireNonNull(bad.resultKey()));
        bench.provider.seen = (prompts, frame) -> FakeProvider.diamond(80, 20);

        JobResult repaired = bench.run(bench.request("a-repair-1"));

        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(repaired.charged()).isEqualTo(bad.charged());
        List<String> before = bench.text(first.files().get(JobResult.MASKS));
        List<String> after = bench.text(repaired.files().get(JobResult.MASKS));
        assertThat(after.get(0)).isEqualTo(before.get(0));
        for (int frame = 0; frame < 600; frame++) {
            boolean own = bad.chunk().owned().contains(frame);
            assertThat(after.get(frame + 1).equals(before.get(frame + 1)))
                    .as("frame %d is as it was", frame)
                    .isEqualTo(!own);
        }
    }

    @Test
    void aVideoThatCannotBeCopiedExactlyIsNormalisedOnce() {
        bench.videos.inexact = "a frame is missing at the cut";

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.videos.normalisations).hasValue(1);
        assertThat(result.charged()).isEqualTo(result.quoted());
    }

    @Test
    void somethingThatIsNoVideoIsRefusedAndNothingIsBilled() {
        bench.sources.put("file:///videos/street.mp4", "hello");

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.phase()).isEqualTo(JobPhase.FAILED);
        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.INVALID_INPUT);
        assertThat(result.failure().message()).contains("is not a video");
        assertThat(bench.ledger.all()).isEmpty();
    }

    @Test
    void aBoxOutsideTheFrameIsRefusedBeforeAnythingIsReserved() {
        Prompts outside = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(10, 10, 500, 20)));

        JobResult result = bench.run(bench.request("a", outside));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.INVALID_INPUT);
        assertThat(bench.ledger.all()).isEmpty();
    }

    @Test
    void aBoxIsFollowedFromChunkToChunkOneAfterTheOther() {
        Prompts boxed = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(5, 0, 46, 41)));

        JobResult result = bench.run(bench.request("a", boxed));

        assertThat(result.failure()).isNull();
        List<PredictionInput> inputs = bench.provider.inputs();
        assertThat(inputs).hasSize(7);
        for (int i = 0; i < 7; i++) {
            int start =
                    bench.progress(result.id()).chunks().get(i).chunk().sent().startFrame();
            int x = 5 + start % 100;
            int y = start % 40;
            assertThat(inputs.get(i).prompts().boxes()).containsExactly(new BoxPrompt(x, y, x + 41, y + 41));
        }
    }

    @Test
    void promptsAtALaterFrameStartAChunkThereAndAreFollowedFromIt() {
        int at = 137;
        BoxPrompt box = new BoxPrompt(5 + at % 100, at % 40, 46 + at % 100, 41 + at % 40);
        Prompts boxed = new Prompts(List.of("person"), List.of(), List.of(box), at);

        JobResult result = bench.run(bench.request("a", boxed));

        assertThat(result.failure()).isNull();
        List<PredictionInput> inputs = bench.provider.inputs();
        var chunks = bench.progress(result.id()).chunks();
        assertThat(chunks).anyMatch(c -> c.chunk().sent().startFrame() == at);
        for (int i = 0; i < chunks.size(); i++) {
            int start = chunks.get(i).chunk().sent().startFrame();
            BoxPrompt there = new BoxPrompt(5 + start % 100, start % 40, 46 + start % 100, 41 + start % 40);
            assertThat(inputs.get(i).prompts().boxes()).isEqualTo(start < at ? List.of() : List.of(there));
        }
    }

    @Test
    void aJobOverItsOwnLimitFailsAndNothingIsSent() {
        JobResult result = bench.run(bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.50")));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.OVER_BUDGET);
        assertThat(bench.provider.submits).isZero();
        assertThat(bench.ledger.all()).isEmpty();
    }

    @Test
    void aChunkThatIsRefusedFailsTheJobAndItsReservationsAreGivenBack() {
        bench.provider.then(Behaviour.REFUSE);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PROVIDER);
        assertThat(result.failure().message()).contains("the prompt was refused");
        assertThat(bench.provider.submits).isEqualTo(1);
        assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
        assertThat(result.charged()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aFailedJobOrderedAgainPaysOnlyForWhatIsMissing() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.COMPLETE, Behaviour.REFUSE);
        bench.run(bench.request("a").withParallel(1));

        JobResult second = bench.run(bench.request("a"));

        assertThat(second.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(second.charged()).isEqualTo(second.quoted()).isEqualTo(bench.provider.billed());
    }

    @Test
    void aPredictionThatFailsIsTriedOnceMoreAndBothAreCharged() {
        bench.provider.then(Behaviour.FAIL);

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aPredictionThatIsNotAllowedIsNotTriedAgain() {
        bench.provider.then(Behaviour.MODERATE);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(Objects.requireNonNull(result.failure()).message()).contains("not allowed");
        assertThat(bench.provider.submits).isEqualTo(1);
    }

    @Test
    void aSecondAttemptThatWouldGoOverTheLimitIsNotMade() {
        bench.provider.then(Behaviour.FAIL);
        JobRequest request = bench.request("a").withParallel(1);
        MicroUsd exactly = bench.run(bench.request("quote")).quoted();
        bench.provider.submits = 0;
        bench.provider.then(Behaviour.FAIL);

        JobResult result = bench.run(request.withReuse(false).withMaxCharge(exactly));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.OVER_BUDGET);
        assertThat(bench.provider.submits).isEqualTo(1);
    }

    @Test
    void aChunkThatCannotBeHadIsAGapWhereTheJobSaysSo() throws Exception {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);

        JobResult result = bench.run(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.GAP));

        assertThat(result.phase()).isEqualTo(JobPhase.DONE);
        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PARTIAL_RESULT);
        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.provider.created()).hasSize(6);
    }

    @Test
    void aPartialResultOrderedAgainBecomesWhole() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        bench.run(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.GAP));

        JobResult second = bench.run(bench.request("a"));

        assertThat(second.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void masksOfAnotherNumberOfFramesFailTheChunk() {
        bench.provider.framesMissing = 1;

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PROVIDER);
        assertThat(result.failure().message()).contains("never shifted or padded");
    }

    @Test
    void masksThatCanBeReadInTwoWaysFailTheJobAndCostNothingOnceTheDialectIsPinned() {
        bench.provider.sameShapeAlways = true;
        JobResult unreadable = bench.run(bench.request("a"));

        JobResult pinned = bench.run(bench.request("b").withDialect("pairs-row-1"));

        assertThat(Objects.requireNonNull(unreadable.failure()).reason()).isEqualTo(Reason.UNREADABLE_MASKS);
        assertThat(unreadable.charged()).isEqualTo(unreadable.quoted());
        assertThat(pinned.failure()).isNull();
        assertThat(pinned.charged()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aProviderThatBillsLessThanQuotedIsBelievedAndTheDifferenceIsAnAdjustment() {
        bench.provider.billsExactly = true;

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.charged()).isEqualTo(bench.provider.billed()).isNotEqualTo(result.quoted());
        assertThat(bench.ledger.all()).anyMatch(entry -> entry.kind() == LedgerEntry.Kind.ADJUST);
    }

    @Test
    void billingRowsThatComeOneAfterTheOtherAreAdjustedForAllOfThem() {
        bench.provider.billsHalf = true;
        bench.provider.rowsACall = 3;

        JobResult result = bench.run(bench.request("a"));

        MicroUsd difference = bench.provider.billed().minus(Objects.requireNonNull(result.quoted()));
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(bench.progress(result.id()).note())
                .contains("the provider's bill differs from the quoted price by " + difference);
    }
}
