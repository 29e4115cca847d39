package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.temporal.Records;
import io.grpc.ClientInterceptor;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A workflow server in a process of its own: Temporal's in-memory one, or the official development server. */
final class WorkflowServer implements AutoCloseable {
    private final Process process;
    private final int port;
    private final boolean inMemory;

    private WorkflowServer(Process process, int port, boolean inMemory) {
        this.process = process;
        this.port = port;
        this.inMemory = inMemory;
    }

    static WorkflowServer inMemory() throws IOException {
        return inMemory(freePort());
    }

    static WorkflowServer inMemory(int port) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return started(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "io.temporal.testserver.TestServer",
                        String.valueOf(port)),
                port,
                true);
    }

    /** The one whose executable {@code SAM3FLOW_TEMPORAL} names; the test is skipped where that is not set. */
    static WorkflowServer official(List<String> namespaces) throws IOException {
        String executable = System.getenv("SAM3FLOW_TEMPORAL");
        assumeThat(executable)
                .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                .isNotNull();
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(executable, "server", "start-dev", "--headless", "--log-level", "error", "--port", "" + port));
        namespaces.forEach(name -> command.addAll(List.of("--namespace", name)));
        if (!namespaces.isEmpty()) {
            // its own workers in each, for schedules and batches, would be its main load
            command.addAll(List.of("--dynamic-config-value", "worker.perNamespaceWorkerCount=0"));
        }
        return started(command, port, false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static WorkflowServer started(List<String> command, int port, boolean inMemory) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        WorkflowServer server = new WorkflowServer(process, port, inMemory);
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(server::answers);
        return server;
    }

    private boolean answers() {
        WorkflowServiceStubs.newConnectedServiceStubs(
                        WorkflowServiceStubsOptions.newBuilder()
                                .setTarget(target())
                                .build(),
                        Duration.ofSeconds(1))
                .shutdownNow();
        return true;
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    boolean isInMemory() {
        return inMemory;
    }

    static WorkflowServiceStubs connect(String target, ClientInterceptor... interceptors) {
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(target);
        List.of(interceptors).forEach(options::addGrpcClientInterceptor);
        return WorkflowServiceStubs.newServiceStubs(options.build());
    }

    static WorkflowClient client(WorkflowServiceStubs stubs, String namespace) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(Records.dataConverter())
                        .build());
    }

    /** What a workflow and its children wait for and what they did last, for the message of a failure. */
    static String whereabouts(WorkflowServiceStubs stubs, String namespace, String workflowId) {
        WorkflowExecution execution =
                WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
        DescribeWorkflowExecutionResponse described = stubs.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(execution)
                        .build());
        List<HistoryEvent> events = events(stubs, namespace, execution);
        StringBuilder text = new StringBuilder(workflowId + " in " + namespace + ":\n" + described);
        events.subList(Math.max(0, events.size() - 6), events.size()).forEach(text::append);
        described
                .getPendingChildrenList()
                .forEach(child -> text.append(whereabouts(stubs, namespace, child.getWorkflowId())));
        return text.toString();
    }

    /**
     * True where a child's end stands in a history before its start, so that no worker can go on with it. The in-memory server
     * keeps events back that come while a task is at a worker that is dead; what comes between that task's time-out and its next
     * start goes before them.
     */
    static boolean hasMixedUp(WorkflowServiceStubs stubs, String namespace, String workflowId) {
        Set<Long> started = new HashSet<>();
        for (HistoryEvent event : events(
                stubs,
                namespace,
                WorkflowExecution.newBuilder().setWorkflowId(workflowId).build())) {
            if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
                started.add(
                        event.getChildWorkflowExecutionStartedEventAttributes().getInitiatedEventId());
            } else if (event.hasChildWorkflowExecutionCompletedEventAttributes()
                    && !started.contains(event.getChildWorkflowExecutionCompletedEventAttributes()
                            .getInitiatedEventId())) {
                return true;
            }
        }
        return false;
    }

    private static List<HistoryEvent> events(
            WorkflowServiceStubs stubs, String namespace, WorkflowExecution execution) {
        return stubs.blockingStub()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(execution)
                        .build())
                .getHistory()
                .getEventsList();
    }

    /** {@code kill -9} */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
