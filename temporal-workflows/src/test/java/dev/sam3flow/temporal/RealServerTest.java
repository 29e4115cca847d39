package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.workflow.SegmentVideo.Approval;
import dev.sam3flow.temporal.workflow.SegmentVideo.Repair;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The same stories on the official development server, whose executable {@code SAM3FLOW_TEMPORAL} names. */
class RealServerTest {
    static final Pace FAST = new Pace(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(400),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(20));

    private static OfficialServer server;

    @TempDir
    Path scratch;

    private JobBench bench;
    private String key;

    @BeforeAll
    static void startServer() throws IOException {
        server = OfficialServer.start(
                "--search-attribute", "Sam3Tenant=Keyword",
                "--search-attribute", "Sam3Phase=Keyword",
                "--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=300");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open(TestInfo test) {
        key = test.getTestMethod().orElseThrow().getName();
        bench = new JobBench(scratch, FAST, server.target());
    }

    @AfterEach
    void close() throws IOException {
        bench.record(key);
        bench.close();
    }

    @Test
    void aVideoBecomesMasksAndIsChargedAsQuoted() throws Exception {
        JobResult result = bench.run(bench.request(key));

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
        assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
    }

    @Test
    void aSecondOrderOfADoneJobStartsNothing() {
        JobResult first = bench.run(bench.request(key));

        JobResult again =
                bench.service.result(bench.service.start(bench.request(key))).join();

        assertThat(again).isEqualTo(first);
        assertThat(bench.provider.submits).isEqualTo(7);
    }

    @Test
    void aFailedJobOrderedAgainPaysOnlyForWhatIsMissing() {
        bench.provider.then(Behaviour.COMPLETE, Behaviour.REFUSE);
        bench.run(bench.request(key).withParallel(1));

        JobResult second = bench.run(bench.request(key));

        assertThat(second.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void lostAnswersAreAdoptedAndLostRequestsMadeAgain() {
        bench.provider.then(Behaviour.LOSE_ANSWER, Behaviour.LOSE_REQUEST);

        JobResult result = bench.run(bench.request(key).withParallel(1));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
    }

    @Test
    void workersThatAreReplacedInTheMiddleGoOn() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request(key).withParallel(2));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.provider.created().size() == 2);

        bench.restartWorkers();
        bench.provider.release();
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
    }

    @Test
    void cancellingReachesTheProvider() {
        bench.provider.then(Behaviour.HANG, Behaviour.HANG);
        JobId id = bench.service.start(bench.request(key).withParallel(2));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.provider.created().size() == 2);

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.deleted()).hasSize(2);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void pausingApprovingAndRepairingWorkAsUpdates() {
        bench.provider.then(Behaviour.REFUSE);
        JobId id = bench.service.start(bench.request(key)
                .withParallel(1)
                .withOnChunkFailure(FailurePolicy.ASK)
                .withMaxCharge(MicroUsd.ofUsd("0.10"))
                .withAskOverBudget(true));
        awaitPhase(id, JobPhase.WAITING_FOR_APPROVAL);
        bench.service.setPaused(id, true);
        bench.service.approveBudget(id, new Approval(true, null));
        awaitPhase(id, JobPhase.PAUSED);
        bench.service.setPaused(id, false);
        awaitPhase(id, JobPhase.NEEDS_OPERATOR);

        bench.service.retryChunk(id, 0, Repair.RETRY);
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    /** The server suggests that after 300 events, and not after 4,096; looked at after each page of 200 chunks. */
    @Test
    void aJobWhoseHistoryGrowsLongGoesOnInANewRun() {
        bench.sources.put("file:///videos/street.mp4", FakeVideoTools.video(2100, 1, 10));

        JobResult result = bench.run(bench.request(key)
                .withPlan(new PlanOptions(10_000_000, 0, Objective.CHARGE))
                .withParallel(50));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(210);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(JobBench.runBefore(bench.histories().get("segment/default/" + key)))
                .isNotEmpty();
    }

    @Test
    void aReasonSurvivesTheServer() {
        bench.sources.put("file:///videos/street.mp4", "hello");

        JobResult result = bench.run(bench.request(key));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.INVALID_INPUT);
    }

    @Test
    void jobsAreFoundByTenantAndPhaseWhereTheServerHasSearchAttributes() {
        assertThat(JobAttributes.areThere(bench.client().getWorkflowServiceStubs(), "default"))
                .isTrue();
        TemporalJobService service =
                new TemporalJobService(bench.client(), bench.jobs, bench.ledger, bench.attempts, true);
        JobId id = service.start(
                bench.request(key).withMaxCharge(MicroUsd.ofUsd("0.10")).withAskOverBudget(true));

        awaitFound(id, "waiting_for_approval");
        service.approveBudget(id, new Approval(true, null));
        awaitFound(id, "done");
    }

    @Test
    void aJobOfAHigherPriorityIsFirstWhereSubmitsWaitForTheAccount() {
        bench.provider.full = true;
        JobId usual = bench.service.start(bench.request(key).withParallel(50).withPriority(5));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.attempts.ofJob(usual).size() == 7);
        bench.sources.put("file:///videos/other.mp4", FakeVideoTools.video(1200, 10, 10));
        JobId many = bench.service.start(
                JobRequest.of(new JobId("default", key + "-many"), "file:///videos/other.mp4", Prompts.ofText("person"))
                        .withPlan(JobBench.TEN_SECONDS)
                        .withParallel(50)
                        .withPriority(5));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.attempts.ofJob(many).size() >= 13);
        JobId urgent = bench.service.start(
                bench.request(key + "-urgent", Prompts.ofText("car")).withPriority(1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.attempts.ofJob(urgent).size() == 4);

        bench.provider.full = false;
        JobResult result = bench.finish(urgent);
        bench.finish(many);

        assertThat(result.failure()).isNull();
        List<String> order = bench.provider.inputs().stream()
                .map(input -> input.prompts().texts().get(0))
                .toList();
        // in the order of their coming 21 would be before the first of them; the server had handed out eight already,
        // and urgent ones may reach it after the account has room again
        assertThat(order.subList(0, 20)).filteredOn("car"::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void workersOfADeploymentTakeJobsOnceTheirVersionIsCurrent() {
        bench.close();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.target())
                .build());
        WorkflowClient client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Records.dataConverter())
                        .build());
        WorkerFactory workers = WorkerFactory.newInstance(client);
        Sam3Settings settings = Sam3Settings.of(scratch).withPace(FAST).withDeadlockDetection(Duration.ofSeconds(30));
        Sam3Workers.register(workers, bench.ports(), settings, Sam3Workers.versioned("sam3flow", "2026-11"));
        workers.start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                stubs.blockingStub()
                        .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                                .setNamespace("default")
                                .setDeploymentName("sam3flow")
                                .setBuildId("2026-11")
                                .build());
                return true;
            });
            TemporalJobService service = new TemporalJobService(client, bench.jobs, bench.ledger, bench.attempts);
            JobId id = service.start(bench.request(key));

            JobResult result = service.result(id).join();

            assertThat(result.failure()).isNull();
            WorkflowExecutionInfo info = client.newUntypedWorkflowStub(TemporalJobService.workflowId(id))
                    .describe()
                    .getWorkflowExecutionInfo();
            assertThat(info.getVersioningInfo().getDeploymentVersion().getBuildId())
                    .isEqualTo("2026-11");
        } finally {
            workers.shutdownNow();
            stubs.blockingStub()
                    .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                            .setNamespace("default")
                            .setDeploymentName("sam3flow")
                            .setIgnoreMissingTaskQueues(true)
                            .build());
            stubs.shutdownNow();
        }
    }

    @Test
    void aRoundIsCarriedOutWheneverItsScheduleSaysSo() {
        AtomicInteger rounds = new AtomicInteger();
        WorkerFactory workers = WorkerFactory.newInstance(bench.client());
        Rounds.register(workers, Map.of("settle", rounds::incrementAndGet));
        workers.start();
        try {
            Rounds.schedule(bench.client(), "settle", Duration.ofHours(1));
            Rounds.schedule(bench.client(), "settle", Duration.ofSeconds(1));

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> rounds.get() >= 3);
        } finally {
            workers.shutdownNow();
        }
    }

    private void awaitFound(JobId id, String phase) {
        String query = "Sam3Tenant = 'default' and Sam3Phase = '" + phase + "'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.client()
                        .listExecutions(query)
                        .anyMatch(found ->
                                found.getExecution().getWorkflowId().equals(TemporalJobService.workflowId(id))));
    }

    private void awaitPhase(JobId id, JobPhase phase) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> bench.progress(id).phase() == phase);
    }
}
