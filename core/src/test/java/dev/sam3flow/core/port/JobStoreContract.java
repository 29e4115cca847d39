package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.FrameRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of jobs keeps. */
public abstract class JobStoreContract {
    private static final JobId ID = new JobId("acme", "j1");

    protected abstract JobStore emptyStore();

    @Test
    public void theFirstOrderOfAnIdStands() {
        JobStore store = emptyStore();
        JobRequest first = request(ID, "person");
        assertThat(store.create(first)).isEqualTo(first);
        assertThat(store.create(request(ID, "dog"))).isEqualTo(first);
        assertThat(store.find(ID).orElseThrow().request()).isEqualTo(first);
    }

    @Test
    public void aJobThatFailedTakesANewOrderAndOneThatIsDoneDoesNot() {
        JobStore store = emptyStore();
        JobRequest second = request(ID, "dog");
        store.create(request(ID, "person"));
        store.saveResult(new JobResult(ID, JobPhase.FAILED, Map.of(), null, MicroUsd.ZERO, null));
        assertThat(store.create(second)).isEqualTo(second);
        assertThat(store.find(ID).orElseThrow().request()).isEqualTo(second);
        store.saveResult(new JobResult(ID, JobPhase.DONE, Map.of(), null, MicroUsd.ZERO, null));
        assertThat(store.create(request(ID, "person"))).isEqualTo(second);
    }

    @Test
    public void anOrderThatNothingWorksOnCanBeReplaced() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        store.replace(request(ID, "dog"));
        assertThat(store.find(ID).orElseThrow().request()).isEqualTo(request(ID, "dog"));
    }

    @Test
    public void whatAJobWasPlannedFromIsFoundAndReplaced() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        assertThat(store.findPlanned(ID)).isEmpty();
        store.savePlanned(ID, new BlobRef("blob:x", "ab", 12, 3));
        store.savePlanned(ID, new BlobRef("blob:y", "cd", 13, 3));
        assertThat(store.findPlanned(ID)).contains(new BlobRef("blob:y", "cd", 13, 3));
        assertThat(store.findPlanned(new JobId("acme", "other"))).isEmpty();
    }

    @Test
    public void aNewJobIsProbingAndHasNoResult() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        assertThat(store.find(ID).orElseThrow().progress().phase()).isEqualTo(JobPhase.PROBING);
        assertThat(store.find(ID).orElseThrow().result()).isEmpty();
        assertThat(store.find(new JobId("acme", "other"))).isEmpty();
    }

    @Test
    public void progressAndResultAreReadAsTheyWereWritten() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        JobProgress progress = progress(ChunkPhase.PREDICTING);
        store.saveProgress(progress);
        JobResult result = new JobResult(
                ID,
                JobPhase.FAILED,
                Map.of(JobResult.MASKS, new BlobRef("blob:x", "ab", 12, 3)),
                new MicroUsd(600_000),
                new MicroUsd(50_000),
                new JobFailure(JobFailure.Reason.PARTIAL_RESULT, "chunk 1 has no masks: 'ş' \"quoted\""));
        store.saveResult(result);
        assertThat(store.find(ID).orElseThrow().progress()).isEqualTo(progress);
        assertThat(store.find(ID).orElseThrow().result()).contains(result);
    }

    @Test
    public void oneChunkChangesAndItsNeighboursStay() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        store.saveProgress(progress(ChunkPhase.WAITING));
        ChunkProgress changed = chunk(1, ChunkPhase.DONE);
        store.saveChunkProgress(ID, changed);
        store.saveChunkProgress(ID, chunk(9, ChunkPhase.DONE));
        assertThat(store.find(ID).orElseThrow().progress().chunks())
                .containsExactly(chunk(0, ChunkPhase.WAITING), changed);
    }

    @Test
    public void aPhaseChangesAndTheChunksStay() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        store.saveProgress(progress(ChunkPhase.WAITING));
        store.savePhase(ID, JobPhase.PAUSED, "paused by an operator");
        JobProgress now = store.find(ID).orElseThrow().progress();
        assertThat(now.phase()).isEqualTo(JobPhase.PAUSED);
        assertThat(now.note()).isEqualTo("paused by an operator");
        assertThat(now.chunks()).hasSize(2);
    }

    @Test
    public void aFinishedJobIsNotUnfinishedUntilItIsReopened() {
        JobStore store = emptyStore();
        JobRequest request = request(ID, "person");
        store.create(request);
        assertThat(store.unfinished()).containsExactly(request);
        store.saveResult(new JobResult(ID, JobPhase.CANCELLED, Map.of(), null, MicroUsd.ZERO, null));
        assertThat(store.unfinished()).isEmpty();
        store.reopen(ID);
        assertThat(store.unfinished()).containsExactly(request);
    }

    @Test
    public void whatAJobWasToldHoldsUntilItEnds() {
        JobStore store = emptyStore();
        store.changeStanding(ID, told -> told.withPaused(true));
        assertThat(store.standing(ID)).as("an unknown job").isEqualTo(StandingOrders.NONE);
        store.create(request(ID, "person"));
        assertThat(store.standing(ID)).isEqualTo(StandingOrders.NONE);
        store.changeStanding(ID, told -> told.withPaused(true).withSkipped(3));
        store.changeStanding(ID, told -> told.withParallel(2).approved(MicroUsd.ofUsd("1.50")));
        store.changeStanding(ID, told -> told.withSkipped(1));
        assertThat(store.standing(ID))
                .isEqualTo(new StandingOrders(
                        false, true, 2, new StandingOrders.Approval(MicroUsd.ofUsd("1.50")), Set.of(1, 3)));
        store.changeStanding(ID, told -> told.approved(null));
        assertThat(store.standing(ID).approval()).isEqualTo(new StandingOrders.Approval(null));
        store.saveResult(new JobResult(ID, JobPhase.CANCELLED, Map.of(), null, MicroUsd.ZERO, null));
        assertThat(store.standing(ID)).isEqualTo(StandingOrders.NONE);
        store.changeStanding(ID, told -> told.withPaused(true));
        assertThat(store.standing(ID)).as("it has ended").isEqualTo(StandingOrders.NONE);
        store.create(request(ID, "person"));
        store.changeStanding(ID, told -> told.withPaused(true));
        store.reopen(ID);
        assertThat(store.standing(ID).paused()).as("it was ordered again").isTrue();
    }

    @Test
    public void aJobHasEndedUntilItIsReopened() {
        JobStore store = emptyStore();
        store.create(request(ID, "person"));
        assertThat(store.endedSince(Instant.EPOCH)).isEmpty();
        store.saveResult(new JobResult(ID, JobPhase.DONE, Map.of(), null, MicroUsd.ZERO, null));
        assertThat(store.endedSince(Instant.EPOCH)).containsExactly(ID);
        assertThat(store.endedSince(Instant.parse("2100-01-01T00:00:00Z"))).isEmpty();
        store.reopen(ID);
        assertThat(store.endedSince(Instant.EPOCH)).isEmpty();
    }

    @Test
    public void listsATenantsJobsNewestFirst() {
        JobStore store = emptyStore();
        for (String key : List.of("a", "b", "c")) {
            store.create(request(new JobId("acme", key), "person"));
        }
        store.create(request(new JobId("bloom", "d"), "person"));
        assertThat(store.list("acme", 2))
                .extracting(job -> job.request().id().requestKey())
                .containsExactly("c", "b");
    }

    private static JobRequest request(JobId id, String prompt) {
        Prompts prompts =
                new Prompts(List.of(prompt), List.of(new PointPrompt(3, 4, false)), List.of(new BoxPrompt(0, 0, 5, 6)));
        return JobRequest.of(id, "file:///videos/a%20b.mp4", prompts);
    }

    private static JobProgress progress(ChunkPhase phase) {
        return new JobProgress(
                ID,
                JobPhase.SEGMENTING,
                20,
                List.of(chunk(0, phase), chunk(1, phase)),
                new MicroUsd(600_000),
                new MicroUsd(50_000),
                "");
    }

    private static ChunkProgress chunk(int index, ChunkPhase phase) {
        FrameRange frames = new FrameRange(index * 10, index * 10 + 10);
        return new ChunkProgress(
                new Chunk(index, frames, frames, 400_000), phase, "p" + index, 1, new MicroUsd(50_000), null, "a note");
    }
}
