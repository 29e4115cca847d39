package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.Reaper.Outcome;
import dev.sam3flow.app.money.Reaper.Reaped;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.simulator.DeleteEffect;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a terminated workflow leaves behind. */
class ReaperTest {
    private static final AttemptKey KEY = MoneyBench.key("street");
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final MoneyBench bench = new MoneyBench();
    private final Reaper reaper =
            new Reaper(bench.client, bench.attempts, bench.ledger, bench.jobs, bench.clock, QUIET);

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Reaped> reap() {
        return reaper.reap(WINDOW, GRACE, id -> true);
    }

    private AttemptState state() {
        return bench.attempts.get(KEY).state();
    }

    private Balance balance() {
        return bench.ledger.balance(KEY.jobId());
    }

    private void submittedLongAgo(Fault... runs) {
        for (Fault run : runs) {
            bench.simulator.faults().nextRun(run);
        }
        bench.submitted(KEY, "marker-1");
        bench.pass(Duration.ofMinutes(11));
    }

    @Test
    void whatRunsIsStoppedAndItsChargeRecorded() {
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.STOPPED);

        assertThat(state())
                .isInstanceOfSatisfying(
                        Finished.class, end -> assertThat(end.status()).isEqualTo(PredictionStatus.DELETED));
        assertThat(balance()).isEqualTo(new Balance(MicroUsd.ZERO, MoneyBench.PRICE));
        assertThat(bench.jobs.find(KEY.jobId()).orElseThrow().result().orElseThrow())
                .extracting(JobResult::phase)
                .isEqualTo(JobPhase.FAILED);
        assertThat(reap()).isEmpty();
    }

    @Test
    void whatHasEndedByItselfIsRecordedAndNotDeleted() {
        submittedLongAgo();
        bench.client.poll(((Accepted) state()).predictionId());
        bench.pass(Duration.ofMinutes(1));

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.FINISHED_ANYWAY);

        assertThat(((Finished) state()).status()).isEqualTo(PredictionStatus.COMPLETED);
        assertThat(bench.simulator.recorded())
                .noneMatch(request -> request.path().contains("delete"));
    }

    @Test
    void whatRunsOnAlthoughItWasDeletedIsLookedAtAgain() {
        bench.simulator.account().setDeleteEffect(DeleteEffect.RUNS_ON);
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.STILL_RUNS);

        assertThat(state()).isInstanceOf(Accepted.class);
        assertThat(balance().held()).isEqualTo(MoneyBench.PRICE);
        assertThat(reap()).hasSize(1);
    }

    @Test
    void aRefundForWhatWasStoppedIsBookedLater() {
        bench.simulator.account().setDeleteEffect(DeleteEffect.STOPS_AND_REFUNDS);
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));
        reap();

        new LateSettlement(bench.client, bench.attempts, bench.ledger, bench.clock).settle(WINDOW);

        assertThat(balance()).isEqualTo(Balance.ZERO);
        assertThat(bench.simulator.book().chargedMicroUsd()).isZero();
    }

    @Test
    void aSubmitWhoseAnswerWasLostIsFoundAndStopped() {
        bench.simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));
        assertThat(state()).isInstanceOf(Ambiguous.class);

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.STOPPED);
        assertThat(state()).isInstanceOf(Finished.class);
    }

    @Test
    void aWorkerThatDiedBeforeItsPostLeftNothingBehind() {
        bench.intended(KEY, "marker-1");
        bench.attempts.move(KEY, new Intended(), new Sending());
        bench.pass(Duration.ofMinutes(11));

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.NEVER_CREATED);

        assertThat(state()).isInstanceOf(Lost.class);
        assertThat(balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void whatMayNotBeListedYetIsLeftUndecided() {
        bench.intended(KEY, "marker-1");
        bench.attempts.move(KEY, new Intended(), new Sending());
        bench.pass(Duration.ofMinutes(5));

        assertThat(reaper.reap(WINDOW, Duration.ZERO, id -> true))
                .singleElement()
                .extracting(Reaped::outcome)
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(balance().held()).isEqualTo(MoneyBench.PRICE);
    }

    @Test
    void whatALiveJobWaitsForAndWhatIsYoungIsLeftAlone() {
        bench.submitted(KEY, "marker-1");
        assertThat(reap()).as("young").isEmpty();
        bench.pass(Duration.ofMinutes(11));

        assertThat(reaper.reap(WINDOW, GRACE, id -> false)).as("alive").isEmpty();

        assertThat(state()).isInstanceOf(Accepted.class);
        assertThat(bench.jobs.find(KEY.jobId()).orElseThrow().result()).isEmpty();
    }

    @Test
    void reservationsOfWhatWasNeverSentAreGivenBack() {
        bench.intended(KEY, "marker-1");
        AttemptKey second = new AttemptKey(KEY.jobId(), 1, 1);
        bench.ledger.reserve(bench.account(KEY.jobId()).reserve(second, MoneyBench.PRICE), null);
        bench.pass(Duration.ofMinutes(11));

        reap();

        assertThat(balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void anUnreachableProviderDecidesNothing() {
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));
        bench.simulator.faults().next(ProviderCall.RESULT, Fault.of(FaultKind.STATUS_BEFORE));

        assertThat(reap()).singleElement().extracting(Reaped::outcome).isEqualTo(Outcome.FAILED);

        assertThat(state()).isInstanceOf(Accepted.class);
        assertThat(balance().held()).isEqualTo(MoneyBench.PRICE);
    }

    @Test
    void aJobOfAnotherTenantIsItsOwn() {
        submittedLongAgo(Fault.of(FaultKind.NEVER_ENDS));

        reaper.reap(WINDOW, GRACE, id -> id.equals(new JobId("other", "street")));

        assertThat(state()).isInstanceOf(Accepted.class);
    }
}
