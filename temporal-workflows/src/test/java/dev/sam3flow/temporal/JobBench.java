package dev.sam3flow.temporal;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.port.InMemoryJobStore;
import dev.sam3flow.core.port.InMemoryLedger;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prompt.Prompts;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Workflows on a time-skipping server, over ports in memory. The stores outlive {@link #loseServer()}. */
final class JobBench implements AutoCloseable {
    static final PlanOptions TEN_SECONDS = new PlanOptions(10_000_000, 1_000_000, Objective.CHARGE);

    final FakeProvider provider;
    final FakeVideoTools videos;
    final InMemoryBlobStore blobs;
    final InMemoryLedger ledger;
    final InMemoryAttemptStore attempts;
    final InMemoryJobStore jobs;
    final Map<String, String> sources;
    final Pace pace;
    final Gate gate = new Gate();
    private final Path scratch;
    private final @Nullable String target;
    private @Nullable Crash crash;

    TestWorkflowEnvironment server;
    TemporalJobService service;
    Runnable drain;

    JobBench(Path scratch) {
        this(scratch, Pace.DEFAULTS);
    }

    JobBench(Path scratch, Pace pace) {
        this(scratch, pace, null, null);
    }

    /** @param target host and port of a real server, which keeps its histories; null for a time-skipping one of its own */
    JobBench(Path scratch, Pace pace, @Nullable String target) {
        this(scratch, pace, target, null);
    }

    private JobBench(Path scratch, Pace pace, @Nullable String target, @Nullable Crash crash) {
        this.crash = crash;
        this.scratch = scratch;
        this.pace = pace;
        this.target = target;
        provider = new FakeProvider();
        videos = new FakeVideoTools();
        blobs = new InMemoryBlobStore();
        ledger = new InMemoryLedger();
        attempts = new InMemoryAttemptStore();
        jobs = new InMemoryJobStore();
        sources = new HashMap<>();
        // 60 s at 10 frames a second, a key frame each second
        sources.put("file:///videos/street.mp4", FakeVideoTools.video(600, 10, 10));
        start();
    }

    /** A first process that is to die. */
    JobBench(Path scratch, Pace pace, Crash crash) {
        this(scratch, pace, null, crash);
    }

    private JobBench(JobBench other) {
        scratch = other.scratch;
        pace = other.pace;
        target = other.target;
        provider = other.provider;
        videos = other.videos;
        blobs = other.blobs;
        ledger = other.ledger;
        attempts = other.attempts;
        jobs = other.jobs;
        sources = other.sources;
        start();
    }

    /** Another process: a workflow server and workers of its own, over the same stores. */
    JobBench beside() {
        return new JobBench(this);
    }

    private void start() {
        WorkflowClientOptions client = WorkflowClientOptions.newBuilder()
                .setDataConverter(Records.dataConverter())
                .setIdentity("bench")
                .build();
        TestEnvironmentOptions.Builder options =
                TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client);
        if (target != null) {
            options.setUseExternalService(true).setTarget(target).setUseTimeskipping(false);
        } else {
            options.setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder()
                    .setGrpcClientInterceptors(List.of(new InMemoryServerCalls()))
                    .build());
        }
        server = TestWorkflowEnvironment.newInstance(options.build());
        Sam3Settings settings = Sam3Settings.of(scratch)
                .withPace(pace)
                .withInMemoryServer(false)
                .withMediaSlots(4)
                .withSubmitSlots(target == null ? 100 : 8)
                .withDeadlockDetection(patience());
        drain = Sam3Workers.register(server.getWorkerFactory(), ports(), settings);
        server.start();
        service = new TemporalJobService(client(), jobs, ledger, attempts);
    }

    private <T> T reached(Class<T> type, T port) {
        return gate.before(type, crash == null ? port : crash.fragile(type, port));
    }

    Duration patience() {
        return Duration.ofSeconds(30);
    }

    Sam3Ports ports() {
        return new Sam3Ports(
                reached(PredictionService.class, provider),
                reached(VideoTools.class, videos),
                reached(BlobStore.class, blobs),
                uri -> new ByteArrayInputStream(sources.get(uri.toString()).getBytes(StandardCharsets.UTF_8)),
                reached(Ledger.class, ledger),
                reached(AttemptStore.class, attempts),
                reached(JobStore.class, jobs),
                Clock.systemUTC(),
                null);
    }

    /** The workers end as a process does that is told to, and new ones come. */
    void restartWorkers() {
        server.getWorkerFactory().shutdownNow();
        server.getWorkerFactory().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
        start();
    }

    /** The server goes, with all its histories, and a new one comes; what is in our stores stays. */
    void loseServer() {
        server.close();
        start();
    }

    /** The process that was to die is swept away, with its server, and one comes that lives. */
    void loseProcess() {
        crash = null;
        loseServer();
    }

    WorkflowClient client() {
        return server.getWorkflowClient();
    }

    JobRequest request(String key) {
        return request(key, Prompts.ofText("person"));
    }

    JobRequest request(String key, Prompts prompts) {
        JobRequest plain = JobRequest.of(new JobId("default", key), "file:///videos/street.mp4", prompts);
        return plain.withPlan(TEN_SECONDS);
    }

    /** Starts a job and waits, skipping time, until its workflow has ended. */
    JobResult run(JobRequest request) {
        return finish(service.start(request));
    }

    JobResult finish(JobId id) {
        try {
            client().newUntypedWorkflowStub(TemporalJobService.workflowId(id))
                    .getResult(180, TimeUnit.SECONDS, JobResult.class);
        } catch (WorkflowFailedException expected) {
            // the stored result says why
        } catch (TimeoutException e) {
            throw new AssertionError("the job has not ended after 180 s; it is " + progress(id), e);
        }
        return service.result(id).join();
    }

    JobProgress progress(JobId id) {
        return service.progress(id);
    }

    MicroUsd spent(JobId id) {
        return ledger.balance(id).spent();
    }

    List<String> text(@Nullable BlobRef ref) throws IOException {
        try (InputStream in = blobs.open(Objects.requireNonNull(ref))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Activities that a workflow waits for; none where it is not there. */
    List<PendingActivityInfo> pending(String workflow) {
        try {
            return server.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(server.getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                            .build())
                    .getPendingActivitiesList();
        } catch (StatusRuntimeException unknown) {
            return List.of();
        }
    }

    /** Histories of the jobs there are, with the run before their last, and of their first chunks, by workflow id. */
    Map<String, WorkflowExecutionHistory> histories() {
        Map<String, WorkflowExecutionHistory> histories = new TreeMap<>();
        for (StoredJob job : jobs.list("default", 100)) {
            String id = TemporalJobService.workflowId(job.request().id());
            for (String workflow : List.of(id, id + "/chunk/0", id + "/chunk/1")) {
                try {
                    histories.put(workflow, client().fetchHistory(workflow));
                } catch (StatusRuntimeException unknown) {
                    // it never came to this chunk
                }
            }
            if (histories.containsKey(id)) {
                String before = runBefore(histories.get(id));
                if (!before.isEmpty()) {
                    histories.put(id + "/run/0", client().fetchHistory(id, before));
                }
            }
        }
        return histories;
    }

    /** Id of the run that went on as this one; empty for a first run. */
    static String runBefore(WorkflowExecutionHistory history) {
        return history.getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId();
    }

    /** Writes them down as files that {@link ReplayTest} reads, where {@code SAM3FLOW_RECORD_HISTORIES} names a folder. */
    void record(String story) throws IOException {
        String folder = System.getenv("SAM3FLOW_RECORD_HISTORIES");
        if (folder == null) {
            return;
        }
        Files.createDirectories(Path.of(folder));
        for (var history : histories().entrySet()) {
            String name =
                    story + history.getKey().replace("segment/default", "").replace('/', '-') + ".json.gz";
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(folder, name)))) {
                out.write(history.getValue().toJson(false).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
