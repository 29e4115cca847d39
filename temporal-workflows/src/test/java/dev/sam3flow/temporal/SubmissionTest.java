package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.workflow.SegmentChunk.Resolution;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Submits whose answers are late, lost or refused: what is paid for, and how often. */
class SubmissionTest extends BenchTest {
    private AttemptState state(JobId id, int chunk, int attempt) {
        return bench.attempts.get(new AttemptKey(id, chunk, attempt)).state();
    }

    @Test
    void aPredictionWhoseAnswerWasLostIsFoundByItsMarkerAndAdopted() {
        bench.provider.then(Behaviour.LOSE_ANSWER);

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
    }

    @Test
    void aSubmitThatCreatedNothingIsLostAfterTheQuietPeriodAndMadeAgain() {
        bench.provider.then(Behaviour.LOSE_REQUEST);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(state(result.id(), 0, 1)).isInstanceOf(AttemptState.Lost.class);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aSubmitRefusedForTheRateIsSentAgainInTheSameAttempt() {
        bench.provider.then(Behaviour.RATE_LIMIT, Behaviour.RATE_LIMIT);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(9);
        assertThat(bench.attempts.ofJob(result.id())).hasSize(7);
    }

    @Test
    void aWorkerThatDiedInTheMiddleOfASubmitIsNotFollowedByASecondPost() {
        JobId id = bench.request("a").id();
        bench.provider.then(Behaviour.HANG);
        bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        leaveSending(id);

        bench.loseServer();
        bench.provider.release();
        bench.service.recover();
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
    }

    /** As if the process had ended between the POST and the writing of its answer. */
    private void leaveSending(JobId id) {
        Awaitility.await()
                .until(() ->
                        bench.attempts.ofJob(id).stream().anyMatch(a -> a.state() instanceof AttemptState.Accepted));
        bench.server.close();
        Attempt accepted = bench.attempts.ofJob(id).stream()
                .filter(a -> a.state() instanceof AttemptState.Accepted)
                .findFirst()
                .orElseThrow();
        bench.attempts.overwrite(accepted.withState(new AttemptState.Sending()));
    }

    /** The provider does not tell inputs, and the answer of the first submit is lost: nobody but a person can tell. */
    private JobId waitingForAnOperator(Behaviour first) {
        bench.provider.then(first);
        return waitingForAnOperator();
    }

    private JobId waitingForAnOperator() {
        bench.provider.tellsInputs = false;
        int before = bench.provider.submits;
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        bench.server.sleep(Duration.ofMinutes(10));
        Awaitility.await().until(() -> bench.progress(id).chunks().get(0).phase() == ChunkPhase.NEEDS_OPERATOR);
        assertThat(bench.progress(id).chunks().get(0).note()).contains("do not tell their input");
        assertThat(bench.provider.submits)
                .as("nothing is sent before a person has decided")
                .isEqualTo(before + 1);
        return id;
    }

    @Test
    void anOperatorWhoAdoptsNamesThePredictionAndNothingIsPaidTwice() {
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, "p1"));
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
    }

    @Test
    void whatHasBeenDecidedIsNoLongerAskedAbout() {
        bench.provider.looksUntilEnd = Integer.MAX_VALUE;
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, "p1"));

        Awaitility.await().until(() -> bench.progress(id).chunks().get(0).phase() == ChunkPhase.PREDICTING);
        assertThat(bench.progress(id).chunks().get(0).predictionId()).isEqualTo("p1");
        assertThat(bench.progress(id).chunks().get(0).note()).isEmpty();
    }

    /** The attempt was moved, and nobody was told so. */
    @Test
    void whatWasDecidedAsTheWorkerDiedIsNoLongerAskedAboutEither() {
        bench.provider.looksUntilEnd = Integer.MAX_VALUE;
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);
        AttemptKey key = new AttemptKey(id, 0, 1);
        bench.attempts.move(key, state(id, 0, 1), new AttemptState.Accepted(new PredictionId("p1"), true));

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, "p1"));

        Awaitility.await().until(() -> bench.progress(id).chunks().get(0).phase() == ChunkPhase.PREDICTING);
        assertThat(bench.progress(id).chunks().get(0).predictionId()).isEqualTo("p1");
    }

    /** A double click, or a script that is run twice, would else decide about the chunk's next doubt. */
    @Test
    void whatIsDecidedTwiceIsDecidedOnce() {
        bench.provider.then(Behaviour.LOSE_ANSWER, Behaviour.HANG);
        JobId id = waitingForAnOperator();
        Resolution absent = new Resolution(Resolution.Kind.RESUBMIT, null);
        bench.service.resolveSubmission(id, 0, absent);
        Awaitility.await().until(() -> bench.provider.created().size() == 2);

        assertThatThrownBy(() -> bench.service.resolveSubmission(id, 0, absent))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("chunk 1 has no submit that somebody must decide about");

        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
    }

    @Test
    void whatWasDecidedAboutAnEarlierAttemptIsNotTakenForTheNext() {
        bench.provider.then(Behaviour.LOSE_ANSWER, Behaviour.LOSE_ANSWER);
        JobId id = waitingForAnOperator();
        SegmentVideo job = bench.client().newWorkflowStub(SegmentVideo.class, TemporalJobService.workflowId(id));
        job.resolveSubmission(0, new Resolution(Resolution.Kind.RESUBMIT, null, 1));
        job.resolveSubmission(0, new Resolution(Resolution.Kind.RESUBMIT, null, 1));
        bench.server.sleep(Duration.ofMinutes(30));

        Awaitility.await().until(() -> state(id, 0, 2) instanceof AttemptState.Ambiguous);
        bench.server.sleep(Duration.ofMinutes(30));
        Awaitility.await().until(() -> bench.progress(id).chunks().get(0).phase() == ChunkPhase.NEEDS_OPERATOR);
        assertThat(state(id, 0, 2)).isInstanceOf(AttemptState.Ambiguous.class);
        assertThat(bench.provider.submits).isEqualTo(2);
    }

    @Test
    void noPredictionIsSaidToBeAbsentBeforeTheSearchIsOver() {
        bench.provider.tellsInputs = false;
        bench.provider.then(Behaviour.LOSE_ANSWER);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await()
                .until(() -> bench.attempts
                        .find(new AttemptKey(id, 0, 1))
                        .filter(attempt -> attempt.state() instanceof AttemptState.Ambiguous)
                        .isPresent());

        assertThatThrownBy(() -> bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.RESUBMIT, null)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is still being looked for: wait until it needs an operator");
    }

    /** The masks of another chunk would be taken for this one's, and nobody would notice. */
    @Test
    void aPredictionOfAnotherAttemptIsNotAdopted() {
        JobId other = bench.run(bench.request("other", Prompts.ofText("car"))).id();
        String foreign = bench.attempts
                .ofJob(other)
                .get(0)
                .state()
                .prediction()
                .orElseThrow()
                .value();
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, foreign));
        Awaitility.await()
                .until(() ->
                        bench.progress(id).chunks().get(0).note().contains("is that of attempt default/other/0/1"));
        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, "p404"));
        Awaitility.await()
                .until(() ->
                        bench.progress(id).chunks().get(0).note().contains("the provider knows no prediction p404"));
        String own = bench.provider
                .created()
                .get(bench.provider.created().size() - 1)
                .value();
        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.ADOPT, own));

        assertThat(bench.finish(id).failure()).isNull();
        assertThat(bench.provider.created()).hasSize(14);
    }

    @Test
    void anOperatorWhoResubmitsLetsANewAttemptPayForTheChunk() {
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.RESUBMIT, null));
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
        assertThat(state(id, 0, 1)).isEqualTo(new AttemptState.Lost("an operator decided RESUBMIT"));
        assertThat(state(id, 0, 2)).isInstanceOf(AttemptState.Finished.class);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void anOperatorWhoSkipsLeavesAGapAndNothingHeld() {
        JobId id = waitingForAnOperator(Behaviour.LOSE_ANSWER);

        bench.service.resolveSubmission(id, 0, new Resolution(Resolution.Kind.SKIP, null));
        JobResult result = bench.finish(id);

        assertThat(Objects.requireNonNull(result.failure()).message())
                .contains("chunk skipped by an operator's decision");
        assertThat(state(id, 0, 1)).isEqualTo(new AttemptState.Lost("an operator decided SKIP"));
        assertThat(bench.provider.submits).as("the chunk was not sent again").isEqualTo(1);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aCallbackMakesTheNextLookComeNow() {
        Pace slow = new Pace(
                Duration.ofDays(3),
                Duration.ofDays(3),
                Duration.ofDays(3),
                Duration.ofMinutes(3),
                Duration.ofSeconds(20),
                Duration.ofDays(7));
        use(slow);
        bench.provider.looksUntilEnd = 1;
        JobId id = bench.service.start(bench.request("a").withParallel(7));
        Awaitility.await().until(() -> bench.provider.created().size() == 7);

        // each callback begins a new look: more of them than looks can end in time would let none end
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            List<Attempt> open = bench.attempts.ofJob(id).stream()
                    .filter(a -> a.state() instanceof AttemptState.Accepted)
                    .toList();
            open.forEach(a -> bench.service.predictionChanged(a.marker(), null));
            return bench.jobs.find(id).orElseThrow().result().isPresent();
        });

        assertThat(bench.jobs.find(id).orElseThrow().result().orElseThrow().phase())
                .isEqualTo(JobPhase.DONE);
        assertThat(bench.server.currentTimeMillis() - System.currentTimeMillis())
                .isLessThan(Duration.ofDays(1).toMillis());
    }

    @Test
    void losingTheServerInTheMiddleCostsNoSecondPayment() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.COMPLETE, Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(4));
        Awaitility.await().until(() -> bench.provider.created().size() >= 4);

        bench.loseServer();
        bench.provider.release();
        List<JobId> recovered = bench.service.recover();
        JobResult result = bench.finish(id);

        assertThat(recovered).containsExactly(id);
        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
    }

    @Test
    void aJobThatIsDoneNeedsNoServerToTellItsResult() {
        JobResult first = bench.run(bench.request("a"));

        bench.loseServer();
        JobResult again =
                bench.service.result(bench.service.start(bench.request("a"))).join();

        assertThat(again).isEqualTo(first);
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aPredictionThatLooksDoNotKnowAtFirstIsWaitedFor() {
        bench.provider.real = true;
        bench.provider.unlisted = true;
        bench.provider.looksMissed = 5;

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aPredictionThatTheListStillHasIsWaitedForHoweverManyLooksMissIt() {
        bench.provider.real = true;
        bench.provider.looksMissed = 20;

        JobResult result = bench.run(bench.request("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aPredictionThatIsGoneIsNeverPaidASecondTimeWithRealMoneyUnasked() {
        bench.provider.real = true;
        bench.provider.unlisted = true;
        bench.provider.looksMissed = 1_000;

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(Objects.requireNonNull(result.failure()).message()).contains("no longer knows the prediction");
        assertThat(bench.provider.looksSeen).isEqualTo(6);
        assertThat(bench.provider.submits).isEqualTo(1);
    }

    @Test
    void oneAbsenceAfterAnOutageThatLastedLongerThanTheQuietPeriodProvesNothing() {
        bench.provider.then(Behaviour.LOSE_ANSWER);
        bench.provider.thenListed(true, true, true, true, true, true, true, true, false);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void twoAbsencesWithAnOutageBetweenThemProveNothing() {
        bench.provider.then(Behaviour.LOSE_ANSWER);
        bench.provider.thenListed(false, true, true, true, true, true, true, true, true, false);

        JobResult result = bench.run(bench.request("a").withParallel(1));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }
}
