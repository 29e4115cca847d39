package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job is cancelled in each of its phases: it ends as cancelled, holds nothing, and what was paid for is charged. */
class CancelPhasesTest extends BenchTest {
    @AfterEach
    void openTheGate() {
        bench.gate.open();
    }

    private JobId started(JobRequest request, JobPhase phase) {
        JobId id = bench.service.start(request);
        Awaitility.await().until(() -> bench.progress(id).phase() == phase);
        return id;
    }

    /** A job that is held up in a call of a port; meanwhile no time is skipped. */
    private JobId startedAndHeld(JobRequest request, String method, JobPhase phase) throws InterruptedException {
        bench.gate.hold(method);
        JobId id = bench.service.start(request);
        bench.gate.awaitReached();
        assertThat(bench.progress(id).phase()).isEqualTo(phase);
        return id;
    }

    private JobResult cancelled(JobId id) {
        bench.service.cancel(id);
        return ended(id);
    }

    private JobResult ended(JobId id) {
        JobResult result = bench.finish(id);
        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(bench.provider.billed());
        return result;
    }

    @Test
    void whileTheVideoIsProbedNothingWasBegun() throws Exception {
        JobId id = startedAndHeld(bench.request("a"), "probe", JobPhase.PROBING);

        JobResult result = cancelled(id);

        assertThat(result.files()).isEmpty();
        assertThat(bench.provider.submits).isZero();
    }

    /** What is being reserved is waited for: a reservation that came after the end would be held for ever. */
    @Test
    void whileTheQuoteIsReservedTheReservationIsGivenBack() throws Exception {
        JobId id = startedAndHeld(bench.request("a"), "reserve", JobPhase.QUOTED);

        bench.service.cancel(id);
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> bench.jobs.find(id).orElseThrow().result().isEmpty());
        bench.gate.open();
        ended(id);

        assertThat(bench.provider.submits).isZero();
    }

    @Test
    void whileItWaitsForApprovalNothingWasBegun() {
        JobId id = started(
                bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.50")).withAskOverBudget(true),
                JobPhase.WAITING_FOR_APPROVAL);

        cancelled(id);

        assertThat(bench.provider.submits).isZero();
    }

    @Test
    void whileItIsPausedWhatRunsIsStopped() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        bench.service.setPaused(id, true);
        Awaitility.await().until(() -> bench.progress(id).phase() == JobPhase.PAUSED);

        cancelled(id);

        assertThat(bench.provider.deleted()).hasSize(1);
        assertThat(bench.provider.submits).isEqualTo(1);
    }

    @Test
    void whileItNeedsAnOperatorWhatIsDoneIsKept() throws Exception {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request("a").withParallel(1).withOnChunkFailure(FailurePolicy.ASK));
        bench.server.sleep(Duration.ofHours(1));
        Awaitility.await().until(() -> bench.progress(id).phase() == JobPhase.NEEDS_OPERATOR);

        JobResult result = cancelled(id);

        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.provider.created()).hasSize(6);
    }

    @Test
    void whileItIsStitchedTheMasksAreKept() throws Exception {
        use(RealServerTest.FAST);
        JobRequest request = bench.request("a").withExports(List.of("overlay"));
        JobId id = startedAndHeld(request, "draw", JobPhase.STITCHING);

        JobResult result = cancelled(id);

        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void whileItIsSettledTheMasksAreKept() throws Exception {
        use(RealServerTest.FAST);
        JobId id = startedAndHeld(bench.request("a"), "charges", JobPhase.SETTLING);

        JobResult result = cancelled(id);

        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
        assertThat(bench.provider.created()).hasSize(7);
    }
}
