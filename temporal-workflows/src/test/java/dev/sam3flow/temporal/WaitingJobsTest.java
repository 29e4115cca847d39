package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryJobDesk;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One job of an account at once; the others wait their turn. */
class WaitingJobsTest extends BenchTest {
    private static final Driver SHARED = Driver.ofServer("temporal:7233", "default");

    private final InMemoryJobDesk desk = new InMemoryJobDesk(Clock.systemUTC());
    private final List<DrivenJobs> open = new ArrayList<>();
    private final AtomicBoolean serverAway = new AtomicBoolean();

    private DrivenJobs process(Driver driver) {
        DrivenJobs process = new DrivenJobs(
                () -> {
                    if (serverAway.get()) {
                        throw new UnavailableException("the workflow server is away", null);
                    }
                    return bench.service;
                },
                bench.jobs,
                bench.ledger,
                bench.attempts,
                desk,
                driver,
                new Admission(tenant -> tenant, 1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
        open.add(process);
        return process;
    }

    @AfterEach
    void endProcesses() {
        open.forEach(DrivenJobs::close);
    }

    private JobId hanging(DrivenJobs process, String key) {
        int before = bench.provider.created().size();
        bench.provider.then(Behaviour.HANG);
        JobId id = process.start(bench.request(key).withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == before + 1);
        return id;
    }

    private StoredJob stored(JobId id) {
        return bench.jobs.find(id).orElseThrow();
    }

    private void assertWaits(JobId id) {
        assertThat(bench.service.isRunning(id)).isFalse();
        assertThat(stored(id).result()).isEmpty();
    }

    private void awaitRunning(JobId id) {
        Awaitility.await()
                .until(() -> bench.service.isRunning(id) || stored(id).result().isPresent());
    }

    @Test
    void theNextBeginsWhenOneHasEnded() {
        DrivenJobs jobs = process(new Driver("one", false));
        JobId first = hanging(jobs, "a");
        JobId second = jobs.start(bench.request("b"));
        CompletableFuture<JobResult> told = jobs.result(second);

        assertWaits(second);
        assertThat(jobs.progress(second).note()).startsWith("waits its turn");
        bench.provider.release();
        assertThat(bench.finish(first).failure()).isNull();

        awaitRunning(second);
        assertThat(bench.finish(second).failure()).isNull();
        assertThat(told.join().phase()).isEqualTo(JobPhase.DONE);
        assertThat(jobs.progress(second).note()).isEmpty();
    }

    @Test
    void theJobsOfAnotherAccountDoNotWait() {
        DrivenJobs jobs = process(new Driver("one", false));
        hanging(jobs, "a");
        JobId other = new JobId("another", "b");

        jobs.start(bench.request("b").withId(other));

        assertThat(bench.finish(other).failure()).isNull();
    }

    @Test
    void theOneThatIsPreferredIsNext() {
        DrivenJobs jobs = process(new Driver("one", false));
        JobId first = hanging(jobs, "a");
        JobId second = jobs.start(bench.request("b").withReuse(false));
        JobId third = jobs.start(bench.request("c").withReuse(false));

        jobs.command(third, new JobCommand.SetPriority(1));
        bench.provider.release();
        bench.finish(first);

        awaitRunning(third);
        bench.finish(third);
        awaitRunning(second);
        bench.finish(second);
        assertThat(stored(third).request().priority()).isEqualTo(1);
        assertThat(firstSubmit(third)).isBefore(firstSubmit(second));
    }

    private Instant firstSubmit(JobId id) {
        return bench.attempts.ofJob(id).stream()
                .map(Attempt::intendedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void oneThatWaitsForAPersonTakesNoRoom() {
        DrivenJobs jobs = process(new Driver("one", false));
        JobId asks = jobs.start(
                bench.request("a").withMaxCharge(MicroUsd.ofUsd("0.01")).withAskOverBudget(true));
        Awaitility.await().until(() -> stored(asks).progress().phase() == JobPhase.WAITING_FOR_APPROVAL);

        JobId second = jobs.start(bench.request("b"));

        awaitRunning(second);
        assertThat(bench.finish(second).failure()).isNull();
        assertThat(stored(asks).result()).isEmpty();
    }

    @Test
    void oneThatWaitsIsCancelledWithoutAWorkflow() {
        DrivenJobs jobs = process(new Driver("one", false));
        hanging(jobs, "a");
        JobId second = jobs.start(bench.request("b"));

        CompletableFuture<JobResult> told = jobs.result(second);

        jobs.cancel(second);

        assertThat(told.orTimeout(30, TimeUnit.SECONDS).join().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(stored(second).progress().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(desk.holder(second)).isEmpty();
        assertThat(bench.spent(second)).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.provider.created()).hasSize(1);
    }

    @Test
    void oneThatFailedIsShownAsWaitingWhenItIsOrderedAgain() {
        DrivenJobs jobs = process(new Driver("one", false));
        JobRequest cheap = bench.request("b").withMaxCharge(MicroUsd.ofUsd("0.01"));
        JobId second = jobs.start(cheap);
        assertThat(bench.finish(second).phase()).isEqualTo(JobPhase.FAILED);
        Awaitility.await().until(() -> desk.holder(second).isEmpty());
        JobId first = hanging(jobs, "a");

        jobs.start(bench.request("b"));

        assertWaits(second);
        assertThat(jobs.progress(second).phase()).isEqualTo(JobPhase.PROBING);
        bench.provider.release();
        bench.finish(first);
        awaitRunning(second);
        assertThat(bench.finish(second).failure()).isNull();
    }

    @Test
    void afterABootTheOldestGoesOnAndTheOthersWait() {
        JobRequest oldest = bench.request("a");
        JobRequest younger = bench.request("b");
        bench.jobs.create(oldest);
        bench.jobs.create(younger);
        DrivenJobs jobs = process(new Driver("one", false));

        assertThat(jobs.recover()).containsExactly(oldest.id(), younger.id());

        assertWaits(younger.id());
        assertThat(bench.finish(oldest.id()).failure()).isNull();
        awaitRunning(younger.id());
        assertThat(bench.finish(younger.id()).failure()).isNull();
    }

    @Test
    void whatWaitedInAProcessThatIsNoMoreIsTakenOverByAnotherOfItsDriver() {
        DrivenJobs gone = process(SHARED);
        hanging(gone, "a");
        JobId second = gone.start(bench.request("b"));
        DrivenJobs stays = process(SHARED);

        gone.close();

        awaitRunning(second);
        bench.provider.release();
        assertThat(bench.finish(second).failure()).isNull();
        Awaitility.await().until(() -> desk.holder(second).isEmpty());
        assertThat(stays.progress(second).phase()).isEqualTo(JobPhase.DONE);
    }

    @Test
    void oneThatWaitsInAnotherProcessOfItsDriverIsToldToPauseAndCancelled() {
        DrivenJobs one = process(SHARED);
        DrivenJobs other = process(SHARED);
        JobId first = hanging(one, "a");
        JobId second = one.start(bench.request("b"));

        other.setPaused(second, true);
        Awaitility.await().until(() -> stored(second).progress().phase() == JobPhase.PAUSED);
        other.cancel(second);

        assertThat(bench.finish(second).phase()).isEqualTo(JobPhase.CANCELLED);
        bench.provider.release();
        assertThat(bench.finish(first).failure()).isNull();
        Awaitility.await().until(() -> desk.holder(second).isEmpty());
        assertThat(bench.service.isRunning(second)).isFalse();
    }

    @Test
    void oneWhoseTurnComesWhileTheServerIsAwayBeginsWhenItIsThereAgain() {
        DrivenJobs jobs = process(new Driver("one", false));
        JobId first = hanging(jobs, "a");
        JobId second = jobs.start(bench.request("b"));
        serverAway.set(true);
        bench.provider.release();
        bench.finish(first);

        assertThatThrownBy(() -> jobs.setPaused(second, true)).isInstanceOf(UnavailableException.class);
        assertWaits(second);
        serverAway.set(false);

        awaitRunning(second);
        assertThat(bench.finish(second).failure()).isNull();
    }
}
