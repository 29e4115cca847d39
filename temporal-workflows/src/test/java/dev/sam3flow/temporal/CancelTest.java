package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.FakeProvider.OnDelete;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A job is cancelled while its first chunk's attempt is in each of its states: what became of it is recorded, and paid. */
class CancelTest extends BenchTest {
    private static final MicroUsd PRICE = MicroUsd.ofUsd("0.10");

    private JobId started(Behaviour first) {
        bench.provider.then(first, Behaviour.HANG);
        return bench.service.start(bench.request("a").withParallel(1));
    }

    private AttemptKey attempt(JobId id) {
        return new AttemptKey(id, 0, 1);
    }

    private void reached(JobId id, Class<? extends AttemptState> state) {
        Awaitility.await()
                .until(() -> bench.attempts
                        .find(attempt(id))
                        .map(attempt -> state.isInstance(attempt.state()))
                        .orElse(false));
    }

    private String cancelled(JobId id) {
        bench.service.cancel(id);
        JobResult result = bench.finish(id);
        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.submits)
                .as("nothing was sent after the cancel")
                .isEqualTo(1);
        return Objects.requireNonNull(result.failure()).message();
    }

    private AttemptState state(JobId id) {
        return bench.attempts.get(attempt(id)).state();
    }

    private MicroUsd held(JobId id) {
        return bench.ledger.balance(id).held();
    }

    @Test
    void whatWasOnlyIntendedIsNeverSentAndHoldsNothing() {
        JobId id = started(Behaviour.RATE_LIMIT);
        Awaitility.await().until(() -> bench.provider.submits == 1);
        reached(id, Intended.class);

        cancelled(id);

        assertThat(state(id)).isInstanceOf(Intended.class);
        assertThat(bench.provider.created()).isEmpty();
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void whatRunsIsStopped() {
        JobId id = started(Behaviour.HANG);
        reached(id, Accepted.class);

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 was stopped");
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        Finished.class, end -> assertThat(end.status()).isEqualTo(PredictionStatus.DELETED));
        assertThat(bench.provider.deleted()).hasSize(1);
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(PRICE);
    }

    @Test
    void whatFinishesAnywayIsKept() {
        bench.provider.onDelete = OnDelete.COMPLETES;
        JobId id = started(Behaviour.HANG);
        reached(id, Accepted.class);

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 had finished already; its masks are kept");
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        Finished.class, end -> assertThat(end.status()).isEqualTo(PredictionStatus.COMPLETED));
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(PRICE);
    }

    @Test
    void whatRunsOnHoldsItsMoney() {
        bench.provider.onDelete = OnDelete.RUNS_ON;
        JobId id = started(Behaviour.HANG);
        reached(id, Accepted.class);

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 was deleted and still runs: it may be billed");
        assertThat(state(id)).isInstanceOf(Accepted.class);
        assertThat(held(id)).isEqualTo(PRICE);
    }

    @Test
    void whatTheProviderNoLongerKnowsIsChargedAsStopped() {
        bench.provider.looksMissed = Integer.MAX_VALUE;
        JobId id = started(Behaviour.HANG);
        reached(id, Accepted.class);

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 was stopped");
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(PRICE);
    }

    @Test
    void whatAnAmbiguousSubmitCreatedIsFoundAndStopped() {
        bench.provider.unlisted = true;
        JobId id = started(Behaviour.LOSE_ANSWER);
        reached(id, Ambiguous.class);
        bench.provider.unlisted = false;

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 was stopped");
        assertThat(bench.provider.deleted()).hasSize(1);
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(PRICE);
    }

    @Test
    void whatCannotBeToldYetHoldsItsMoney() {
        bench.provider.unlisted = true;
        JobId id = started(Behaviour.LOSE_ANSWER);
        reached(id, Ambiguous.class);

        String message = cancelled(id);

        assertThat(message)
                .contains(
                        "chunk 1: cancelled; attempt default/a/0/1 may have created a prediction that is not listed yet");
        assertThat(bench.progress(id).chunks().get(0).note()).contains("may have created a prediction");
        assertThat(state(id)).isInstanceOf(Ambiguous.class);
        assertThat(held(id)).isEqualTo(PRICE);
    }

    /** The worker that sent it died, and its answer with it. */
    @Test
    void whatWasBeingSentIsLookedForAndStopped() {
        JobId id = started(Behaviour.HANG);
        reached(id, Accepted.class);
        bench.attempts.overwrite(bench.attempts.get(attempt(id)).withState(new Sending()));

        String message = cancelled(id);

        assertThat(message).contains("chunk 1: cancelled; prediction p1 was stopped");
        assertThat(bench.provider.deleted()).hasSize(1);
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
    }

    private JobId twoRunningAndTheServerLost() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(2));
        Awaitility.await()
                .until(() -> bench.attempts.ofJob(id).stream()
                                .filter(attempt -> attempt.state() instanceof Accepted)
                                .count()
                        == 2);
        bench.loseServer();
        return id;
    }

    /** A new workflow is cancelled before it has come to any chunk. */
    @Test
    void whatAnEarlierRunHasAtTheProviderIsStoppedWhereTheServerIsLost() {
        JobId id = twoRunningAndTheServerLost();

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(Objects.requireNonNull(result.failure()).message())
                .contains("chunk 1: prediction", "chunk 2: prediction", "was stopped");
        assertThat(bench.provider.deleted()).hasSize(2);
        assertThat(bench.provider.submits).isEqualTo(2);
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.spent(id)).isEqualTo(bench.provider.billed());
    }

    @Test
    void whatCannotBeStoppedDoesNotKeepTheRestRunning() {
        JobId id = twoRunningAndTheServerLost();
        bench.provider.onDelete = OnDelete.COMPLETES;
        bench.provider.garbled = true;

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(Objects.requireNonNull(result.failure()).message())
                .contains(
                        "chunk 1: what it has at the provider could not be",
                        "chunk 2: what it has at the provider could");
        assertThat(bench.provider.deleted()).hasSize(2);
    }

    /** The order that took its place asks more often for each chunk than its plan has chunks. */
    @Test
    void whatAnEarlierOrderHasAtTheProviderIsStoppedToo() {
        JobId id = twoRunningAndTheServerLost();
        bench.jobs.replace(bench.request("a", Prompts.ofText("a", "b", "c", "d", "e", "f", "g", "h"))
                .withPerObject(true));

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.deleted()).hasSize(2);
        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void whatAnEarlierRunHasFinishedAtTheProviderIsKeptWhereTheServerIsLost() {
        bench.provider.onDelete = OnDelete.COMPLETES;
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        reached(id, Accepted.class);
        bench.loseServer();

        assertThat(cancelled(id)).contains("chunk 1: prediction p1 had finished already; its masks are kept");

        assertThat(held(id)).isEqualTo(MicroUsd.ZERO);
        JobResult again = bench.run(bench.request("a"));
        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void whatHasEndedStaysAsItEnded() {
        JobId id = started(Behaviour.COMPLETE);
        bench.server.sleep(Duration.ofMinutes(5));
        Awaitility.await().until(() -> bench.provider.created().size() == 2);

        bench.service.cancel(id);
        bench.finish(id);

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        Finished.class, end -> assertThat(end.status()).isEqualTo(PredictionStatus.COMPLETED));
        assertThat(bench.provider.deleted())
                .containsExactly(bench.provider.created().get(1));
    }
}
