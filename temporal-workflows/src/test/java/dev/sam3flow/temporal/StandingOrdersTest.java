package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import dev.sam3flow.temporal.workflow.SegmentVideo.Approval;
import dev.sam3flow.temporal.workflow.SegmentVideo.Repair;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What operators told a job holds where the workflow server is lost and the job is taken up by a new one. */
class StandingOrdersTest extends BenchTest {
    private void awaitPhase(JobId id, JobPhase phase) {
        Awaitility.await().until(() -> bench.progress(id).phase() == phase);
    }

    private void awaitCreated(int predictions) {
        Awaitility.await().until(() -> bench.provider.created().size() == predictions);
    }

    private void loseServerAndRecover() {
        bench.loseServer();
        bench.service.recover();
    }

    @Test
    void aPausedJobStaysPaused() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.service.setPaused(id, true);
        bench.provider.release();

        loseServerAndRecover();
        awaitPhase(id, JobPhase.PAUSED);
        bench.server.sleep(Duration.ofHours(1));
        assertThat(bench.provider.submits).as("nothing is spent").isEqualTo(1);

        bench.service.setPaused(id, false);
        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(bench.jobs.standing(id)).isEqualTo(StandingOrders.NONE);
    }

    @Test
    void aResumedJobIsNotPausedAgain() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.service.setPaused(id, true);
        bench.service.setPaused(id, false);
        bench.provider.release();

        loseServerAndRecover();

        assertThat(bench.finish(id).failure()).isNull();
    }

    @Test
    void asManyChunksRunAtOnceAsWereTold() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.service.setParallelism(id, 3);
        awaitCreated(3);

        loseServerAndRecover();
        SegmentVideo job = bench.client().newWorkflowStub(SegmentVideo.class, TemporalJobService.workflowId(id));
        Awaitility.await().until(() -> job.progress().started() == 3);
        assertThat(job.progress().parallel()).isEqualTo(3);
        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aQuoteThatWasApprovedIsNotAskedAboutAgain() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a")
                .withParallel(1)
                .withMaxCharge(MicroUsd.ofUsd("0.50"))
                .withAskOverBudget(true));
        awaitPhase(id, JobPhase.WAITING_FOR_APPROVAL);
        bench.service.approveBudget(id, new Approval(true, MicroUsd.ofUsd("1.00")));
        awaitCreated(1);
        bench.provider.release();

        loseServerAndRecover();

        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aChunkThatWasSkippedIsNotPaidFor() {
        bench.provider.then(Behaviour.REFUSE, Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.ASK));
        bench.server.sleep(Duration.ofHours(1));
        awaitPhase(id, JobPhase.NEEDS_OPERATOR);
        assertThat(bench.provider.submits).isEqualTo(7);
        bench.service.retryChunk(id, 0, Repair.SKIP);

        loseServerAndRecover();
        JobResult result = bench.finish(id);

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PARTIAL_RESULT);
        assertThat(result.failure().message()).contains("chunk 1: chunk skipped by an operator's decision");
        assertThat(bench.provider.submits)
                .as("the other one that was refused is tried again")
                .isEqualTo(8);
    }

    @Test
    void aCancelThatWasOnItsWayIsNotForgotten() throws Exception {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.gate.hold("delete");
        bench.service.cancel(id);
        bench.gate.awaitReached();

        loseServerAndRecover();
        bench.gate.open();

        assertThat(bench.finish(id).phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.submits).isEqualTo(1);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
        bench.provider.release();
        JobResult again = bench.run(bench.request("a"));
        assertThat(again.failure()).as("ordered again").isNull();
    }

    /** A double click, or a cancel that meets the end: the job is not begun again by it. */
    @Test
    void aJobThatHasEndedIsNotBegunAgainByACancel() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.service.cancel(id);
        JobResult first = bench.finish(id);

        bench.service.cancel(id);
        bench.service.cancel(id);

        assertThat(bench.service.isRunning(id)).isFalse();
        assertThat(bench.jobs.find(id).orElseThrow().result()).contains(first);
        assertThat(bench.provider.submits).isEqualTo(1);
    }

    /** Its first end is still in the store until its workflow has begun. */
    @Test
    void aPauseThatFollowsASecondOrderHolds() throws Exception {
        bench.provider.then(Behaviour.REFUSE);
        JobId id = bench.run(bench.request("a").withParallel(1)).id();
        int sent = bench.provider.submits;
        bench.gate.hold("reopen");
        bench.service.start(bench.request("a").withParallel(1));
        bench.gate.awaitReached();
        bench.service.setPaused(id, true);

        bench.loseServer();
        bench.gate.open();
        bench.service.start(bench.request("a").withParallel(1));
        awaitPhase(id, JobPhase.PAUSED);
        bench.server.sleep(Duration.ofHours(1));

        assertThat(bench.provider.submits).isEqualTo(sent);
        bench.service.setPaused(id, false);
        assertThat(bench.finish(id).failure()).isNull();
    }

    /** Whoever orders again decides anew. */
    @Test
    void whatAJobWasToldEndsWithIt() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        awaitCreated(1);
        bench.service.setPaused(id, true);
        bench.service.cancel(id);
        assertThat(bench.finish(id).phase()).isEqualTo(JobPhase.CANCELLED);

        assertThat(bench.run(bench.request("a")).failure()).isNull();
    }
}
