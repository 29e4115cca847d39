package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.workflow.SegmentChunk.Resolution;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import dev.sam3flow.temporal.workflow.SegmentVideo.Approval;
import dev.sam3flow.temporal.workflow.SegmentVideo.Glance;
import dev.sam3flow.temporal.workflow.SegmentVideo.Repair;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator can do to a job while it runs. */
class ControlTest extends BenchTest {
    private static final Prompts FOLLOWED =
            new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(5, 0, 46, 41)));
    private static final Behaviour[] HANGING =
            Collections.nCopies(7, Behaviour.HANG).toArray(new Behaviour[0]);

    private void awaitPhase(JobId id, JobPhase phase) {
        Awaitility.await().until(() -> bench.progress(id).phase() == phase);
    }

    @Test
    void cancellingDeletesWhatRunsAtTheProviderAndKeepsWhatIsDone() throws Exception {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        bench.server.sleep(Duration.ofMinutes(5));
        Awaitility.await().until(() -> bench.provider.created().size() == 2);

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(bench.provider.deleted())
                .containsExactly(bench.provider.created().get(1));
        assertThat(bench.provider.created()).hasSize(2);
        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aCancelledJobOrderedAgainGoesOnWhereItWas() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        bench.server.sleep(Duration.ofMinutes(5));
        Awaitility.await().until(() -> bench.provider.created().size() == 2);
        bench.service.cancel(id);
        bench.finish(id);

        JobResult again = bench.run(bench.request("a"));

        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
        assertThat(again.charged()).isEqualTo(bench.provider.billed());
    }

    @Test
    void aPausedJobStartsNoNewPredictionUntilItIsResumed() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        bench.service.setPaused(id, true);
        awaitPhase(id, JobPhase.PAUSED);
        bench.provider.release();
        bench.server.sleep(Duration.ofMinutes(5));
        int whilePaused = bench.provider.created().size();

        bench.service.setPaused(id, false);
        JobResult result = bench.finish(id);

        assertThat(whilePaused).isEqualTo(1);
        assertThat(result.failure()).isNull();
    }

    private JobId waitingForTheAccount() {
        bench.provider.full = true;
        JobId id = bench.service.start(bench.request("a").withParallel(2));
        Awaitility.await().until(() -> bench.provider.turnsAsked.get() > 4);
        return id;
    }

    /** Nobody asks the account for room any more: the submits that waited for it have been recalled. */
    private void awaitRecalled() {
        int[] seen = {-1};
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            int before = seen[0];
            seen[0] = bench.provider.turnsAsked.get();
            return seen[0] == before;
        });
    }

    @Test
    void aPauseRecallsSubmitsThatWaitForTheAccount() {
        JobId id = waitingForTheAccount();
        bench.service.setPaused(id, true);
        awaitRecalled();
        bench.provider.full = false;
        bench.server.sleep(Duration.ofMinutes(10));
        assertThat(bench.provider.submits).isZero();

        bench.service.setPaused(id, false);
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void cancellingRecallsSubmitsThatWaitForTheAccount() {
        JobId id = waitingForTheAccount();

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.submits).isZero();
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void workersThatEndDoNotWaitForTheAccountAndTheirSuccessorsSend() {
        JobId id = waitingForTheAccount();

        bench.drain.run();
        bench.server.getWorkerFactory().shutdown();
        awaitRecalled();
        assertThat(bench.provider.submits).isZero();
        bench.provider.full = false;
        bench.loseServer();
        bench.service.recover();

        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aQuoteOverTheLimitWaitsForApprovalWhereTheJobAsks() {
        JobId id = bench.service.start(
                bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.50")).withAskOverBudget(true));
        awaitPhase(id, JobPhase.WAITING_FOR_APPROVAL);
        int before = bench.provider.submits;

        bench.service.approveBudget(id, new Approval(true, MicroUsd.ofUsd("1.00")));
        JobResult result = bench.finish(id);

        assertThat(before).isZero();
        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted());
    }

    @Test
    void aQuoteThatIsNotApprovedEndsTheJob() {
        JobId id = bench.service.start(
                bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.50")).withAskOverBudget(true));
        awaitPhase(id, JobPhase.WAITING_FOR_APPROVAL);

        bench.service.approveBudget(id, new Approval(false, null));
        JobResult result = bench.finish(id);

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.OVER_BUDGET);
        assertThat(bench.provider.submits).isZero();
    }

    @Test
    void anApprovalThatNeverComesExpires() {
        JobResult result = bench.run(
                bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.50")).withAskOverBudget(true));

        assertThat(Objects.requireNonNull(result.failure()).message()).contains("nobody approved it in time");
    }

    @Test
    void nothingCanBeApprovedWhereNothingWaits() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a"));
        awaitPhase(id, JobPhase.SEGMENTING);

        assertThatThrownBy(() -> bench.service.approveBudget(id, new Approval(true, null)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no quote to approve");
    }

    @Test
    void aJobThatAsksTriesAFailedChunkAgainWhenToldTo() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.ASK));
        bench.server.sleep(Duration.ofHours(1));
        awaitPhase(id, JobPhase.NEEDS_OPERATOR);

        bench.service.retryChunk(id, 1, Repair.RETRY);
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aJobThatAsksLeavesAGapWhenToldTo() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.ASK));
        bench.server.sleep(Duration.ofHours(1));
        awaitPhase(id, JobPhase.NEEDS_OPERATOR);

        bench.service.retryChunk(id, 1, Repair.SKIP);
        JobResult result = bench.finish(id);

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PARTIAL_RESULT);
    }

    @Test
    void moreAtOnceIsPossibleWhileAJobRuns() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG, Behaviour.HANG, Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);

        bench.service.setParallelism(id, 5);

        Awaitility.await().until(() -> bench.provider.created().size() == 5);
        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
    }

    /** Whoever has a client and knows the id needs no service of ours. */
    @Test
    void aJobIsAskedAndToldByATypedStub() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(2));
        Awaitility.await().until(() -> bench.provider.created().size() == 2);
        SegmentVideo job = bench.client().newWorkflowStub(SegmentVideo.class, TemporalJobService.workflowId(id));

        job.setPaused(true);

        assertThat(job.progress()).isEqualTo(new Glance(JobPhase.PAUSED, 7, 2, 0, 0, true, 2));
    }

    @Test
    void whatCannotBeDoneIsRefusedByTheWorkflow() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);

        assertThatThrownBy(() -> bench.service.setParallelism(id, 101))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("parallel 101: give a number from 1 to 100");
        assertThatThrownBy(() -> bench.service.retryChunk(id, 0, Repair.RETRY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("chunk 1 does not wait for an operator's decision");
        assertThatThrownBy(() -> bench.service.resolveSubmission(id, 6, new Resolution(Resolution.Kind.SKIP, null)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("chunk 7 has no submit that somebody must decide about");
        SegmentVideo job = bench.client().newWorkflowStub(SegmentVideo.class, TemporalJobService.workflowId(id));
        assertThatThrownBy(() -> job.resolveSubmission(6, new Resolution(Resolution.Kind.SKIP, null)))
                .hasStackTraceContaining("chunk 7 does not run");
    }

    @Test
    void moreAtOnceIsRefusedWhereBoxesAreFollowed() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a", FOLLOWED));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);

        assertThatThrownBy(() -> bench.service.setParallelism(id, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("points and boxes are followed from chunk to chunk, one at a time; give 1");
    }

    /** It is known to be bound to boxes once it is planned. */
    @Test
    void boxesAreFollowedOneByOneAlsoWhereMoreWasAskedForEarly() throws Exception {
        bench.gate.hold("probe");
        JobId id = bench.service.start(bench.request("a", FOLLOWED));
        bench.gate.awaitReached();
        bench.service.setParallelism(id, 4);
        bench.gate.open();

        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.inputs())
                .hasSize(7)
                .allSatisfy(input -> assertThat(input.prompts().boxes()).hasSize(1));
    }

    @Test
    void aPauseIsRefusedWhereNothingIsLeftToSubmit() throws Exception {
        use(RealServerTest.FAST);
        bench.gate.hold("charges");
        JobId id = bench.service.start(bench.request("a"));
        bench.gate.awaitReached();
        awaitPhase(id, JobPhase.SETTLING);

        assertThatThrownBy(() -> bench.service.setPaused(id, true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is nothing left to submit");

        bench.gate.open();
        assertThat(bench.finish(id).failure()).isNull();
    }

    @Test
    void aPauseIsShownWhereEveryChunkHasBegun() {
        bench.provider.then(HANGING);
        JobId id = bench.service.start(bench.request("a").withParallel(7));
        Awaitility.await().until(() -> bench.provider.created().size() == 7);

        bench.service.setPaused(id, true);
        awaitPhase(id, JobPhase.PAUSED);
        bench.service.setPaused(id, false);
        awaitPhase(id, JobPhase.SEGMENTING);

        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
    }

    /** It was told to pause when it had been begun, and was not there yet to be told. */
    @Test
    void aPauseReachesAChunkWhoseBoxesAreStillLookedFor() throws Exception {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a", FOLLOWED));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        bench.gate.hold("findChunk");
        bench.provider.release();
        bench.gate.awaitReached();

        bench.service.setPaused(id, true);
        bench.gate.open();
        awaitPhase(id, JobPhase.PAUSED);
        bench.server.sleep(Duration.ofMinutes(10));
        assertThat(bench.provider.submits).isEqualTo(1);

        bench.service.setPaused(id, false);
        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    /** None goes on without the boxes of the one before, and what is tried again follows what it would have followed. */
    @Test
    void aJobThatAsksFollowsNoChunkThatHasFailedBeforeItIsTold() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.COMPLETE, Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request("a", FOLLOWED).withOnChunkFailure(FailurePolicy.ASK));
        bench.server.sleep(Duration.ofHours(1));
        awaitPhase(id, JobPhase.NEEDS_OPERATOR);
        assertThat(bench.provider.submits).isEqualTo(3);

        bench.service.retryChunk(id, 2, Repair.RETRY);
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.inputs())
                .hasSize(7)
                .allSatisfy(input -> assertThat(input.prompts().boxes()).hasSize(1));
    }

    @Test
    void aRunningJobRefusesAnotherOrderAndKeepsItsOwn() {
        bench.provider.then(Behaviour.HANG);
        JobRequest first = bench.request("a").withParallel(1);
        JobId id = bench.service.start(first);
        awaitPhase(id, JobPhase.SEGMENTING);

        assertThatThrownBy(() -> bench.service.start(first.withMaxCharge(MicroUsd.ofUsd("9"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is running already with another order");

        assertThat(bench.service.start(first)).isEqualTo(id);
        assertThat(bench.jobs.find(id).orElseThrow().request()).isEqualTo(first);
    }

    @Test
    void aJobWhoseServerIsGoneTakesTheNewOrdersLimit() {
        bench.provider.then(Behaviour.HANG);
        JobRequest first = bench.request("a").withParallel(1);
        JobId id = bench.service.start(first);
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        bench.loseServer();
        bench.provider.release();

        bench.service.start(first.withMaxCharge(MicroUsd.ofUsd("9")));

        assertThat(bench.jobs.find(id).orElseThrow().request().maxCharge()).isEqualTo(MicroUsd.ofUsd("9"));
        assertThat(bench.finish(id).failure()).isNull();
    }
}
