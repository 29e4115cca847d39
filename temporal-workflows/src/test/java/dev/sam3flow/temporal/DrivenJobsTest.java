package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryJobDesk;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes with a workflow server each, over one database. */
class DrivenJobsTest extends BenchTest {
    private final InMemoryJobDesk desk = new InMemoryJobDesk(Clock.systemUTC());
    private final List<DrivenJobs> open = new ArrayList<>();
    private JobBench otherBench;
    private DrivenJobs one;
    private DrivenJobs other;

    @BeforeEach
    void twoProcesses() {
        otherBench = bench.beside();
        one = process("one", bench, Duration.ofSeconds(30));
        other = process("other", otherBench, Duration.ofSeconds(30));
    }

    private DrivenJobs process(String name, JobBench with, Duration patience) {
        DrivenJobs process = new DrivenJobs(
                () -> with.service,
                with.jobs,
                with.ledger,
                with.attempts,
                desk,
                new Driver(name),
                Duration.ofSeconds(20),
                patience);
        open.add(process);
        return process;
    }

    @AfterEach
    void endProcesses() {
        open.forEach(DrivenJobs::close);
        otherBench.close();
    }

    private JobId hangingAt(DrivenJobs process) {
        bench.provider.then(Behaviour.HANG);
        JobId id = process.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> bench.provider.created().size() == 1);
        return id;
    }

    @Test
    void anOrderForAJobThatAnotherProcessDrivesJoinsItAndIsToldItsResult() {
        JobId id = hangingAt(one);

        other.start(bench.request("a").withParallel(1));
        CompletableFuture<JobResult> told = other.result(id);
        bench.provider.release();
        JobResult result = bench.finish(id);

        assertThat(told.join()).isEqualTo(result);
        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        Awaitility.await().until(() -> desk.holder(id).isEmpty());
    }

    @Test
    void whoWaitsForAJobThatAnotherProcessDrivesIsToldThatItWasCancelled() {
        JobId id = hangingAt(one);
        CompletableFuture<JobResult> told = other.result(id);

        one.cancel(id);
        bench.finish(id);

        assertThat(told.orTimeout(60, TimeUnit.SECONDS).join().phase()).isEqualTo(JobPhase.CANCELLED);
    }

    @Test
    void aJobThatEndsWhileTheDatabaseIsAwayIsGivenBackOnceItIsThereAgain() {
        AtomicBoolean away = new AtomicBoolean(true);
        List<Object> asked = new CopyOnWriteArrayList<>();
        JobStore jobs = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("endedSince")) {
                        asked.add(arguments[0]);
                        if (away.get()) {
                            throw new UnavailableException("the database is away", null);
                        }
                    }
                    return method.invoke(bench.jobs, arguments);
                });
        DrivenJobs third =
                new DrivenJobs(() -> bench.service, jobs, bench.ledger, bench.attempts, desk, new Driver("third"));
        open.add(third);
        JobId id = third.start(bench.request("a"));
        bench.finish(id);
        Awaitility.await().until(() -> asked.size() > 2);
        assertThat(desk.holder(id)).contains("third");

        away.set(false);

        Awaitility.await().until(() -> desk.holder(id).isEmpty());
        assertThat(Set.copyOf(asked))
                .as("ends since the last answer are asked for")
                .hasSize(1);
    }

    @Test
    void anotherOrderForAJobThatAnotherProcessDrivesIsRefused() {
        hangingAt(one);

        assertThatThrownBy(() -> other.start(bench.request("a").withMaxCharge(MicroUsd.ofUsd("9"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("driven by one");
    }

    @Test
    void aServiceThatBootsLeavesJobsAloneThatAnotherProcessDrives() {
        hangingAt(one);

        assertThat(other.recover()).isEmpty();
    }

    @Test
    void aCommandReachesTheProcessThatDrivesTheJob() {
        JobId id = hangingAt(one);
        bench.provider.then(Behaviour.HANG, Behaviour.HANG, Behaviour.HANG, Behaviour.HANG);

        other.command(id, new JobCommand.SetParallelism(5));

        Awaitility.await().until(() -> bench.provider.created().size() == 5);
        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
    }

    @Test
    void aCommandThatTheJobRefusesComesBackWithTheReason() {
        JobId id = hangingAt(one);

        assertThatThrownBy(() -> other.command(id, new JobCommand.Approve(null)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no quote to approve");
    }

    @Test
    void cancellingFromAnotherProcessReachesTheProvider() {
        JobId id = hangingAt(one);

        other.cancel(id);

        assertThat(bench.finish(id).phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.deleted()).hasSize(1);
    }

    @Test
    void aCommandThatNobodyReadsIsTakenBack() {
        JobRequest request = bench.request("a");
        bench.jobs.create(request);
        desk.lease(request.id(), "a process far away", Duration.ofHours(1));

        DrivenJobs hasty = process("hasty", otherBench, Duration.ofMillis(300));

        assertThatThrownBy(() -> hasty.command(request.id(), new JobCommand.Pause()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("a process far away")
                .hasMessageContaining("was taken back");
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void aJobThatNobodyDrivesSaysWhatToDo() {
        JobRequest request = bench.request("a");
        bench.jobs.create(request);

        assertThatThrownBy(() -> other.command(request.id(), new JobCommand.Pause()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("driven by no process: order it again");
    }

    @Test
    void whoWaitsForAJobWhoseDriverDiedTakesItOver() {
        JobRequest request = bench.request("a");
        bench.jobs.create(request);
        desk.lease(request.id(), "a process far away", Duration.ofSeconds(1));

        other.start(request);
        CompletableFuture<JobResult> told = other.result(request.id());
        // the lease comes before the workflow
        Awaitility.await()
                .until(() -> otherBench.service.isRunning(request.id())
                        || bench.jobs.find(request.id()).orElseThrow().result().isPresent());
        JobResult result = otherBench.finish(request.id());

        assertThat(told.join()).isEqualTo(result);
        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aDriverThatWasAProcessOfThisMachineAndIsNoMoreIsNotWaitedFor() {
        JobRequest request = bench.request("a");
        String dead = Driver.ofThisProcess().name().replaceFirst("\\d+", "999999999");
        desk.lease(request.id(), dead, Duration.ofHours(1));

        one.start(request);

        assertThat(bench.finish(request.id()).failure()).isNull();
    }

    @Test
    void thisProcessIsNotTakenForDead() {
        Driver self = Driver.ofThisProcess();

        assertThat(self.knowsDead(self.name())).isFalse();
        assertThat(self.knowsDead("process 1 on another.host since 2026-01-01T00:00:00Z"))
                .isFalse();
    }

    @Test
    void masksThatCannotBeReadArePaidAgainWhenAPersonSaysSo() {
        bench.provider.garbled = true;
        JobRequest request = bench.request("a").withParallel(1);
        one.start(request);
        bench.finish(request.id());
        bench.provider.garbled = false;
        Awaitility.await().until(() -> desk.holder(request.id()).isEmpty());

        one.command(request.id(), new JobCommand.PayAgain(0));
        one.start(request);
        JobResult again = bench.finish(request.id());

        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
        assertThat(again.charged()).isEqualTo(bench.provider.billed());
        assertThat(bench.ledger.balance(request.id()).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void nothingIsPaidAgainThatWasNotPaid() {
        bench.provider.then(Behaviour.REFUSE);
        JobRequest request = bench.request("a").withParallel(1);
        one.start(request);
        bench.finish(request.id());
        Awaitility.await().until(() -> desk.holder(request.id()).isEmpty());

        assertThatThrownBy(() -> one.command(request.id(), new JobCommand.PayAgain(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing to pay again");
    }
}
