package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.History;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The official development server, whose executable {@code SAM3FLOW_TEMPORAL} names, on a port of its own. */
final class TemporalProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static @Nullable TemporalProcess shared;

    private final Process process;
    private final String target;
    private final WorkflowServiceStubs stubs;

    private TemporalProcess(Process process, String target) {
        this.process = process;
        this.target = target;
        this.stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    /** @return null where there is no executable */
    static @Nullable TemporalProcess start() throws IOException {
        return start(List.of());
    }

    /** At a lower priority than all others on this machine, which has too few cores for it. @return null where there is no executable */
    static @Nullable TemporalProcess startGivingWay() throws IOException {
        return start(List.of("nice", "-n", "10"));
    }

    private static @Nullable TemporalProcess start(List<String> before) throws IOException {
        String executable = System.getenv("SAM3FLOW_TEMPORAL");
        if (executable == null) {
            return null;
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(executable, "server", "start-dev", "--headless", "--port", "" + port, "--log-level", "error"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        TemporalProcess server = new TemporalProcess(process, "127.0.0.1:" + port);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> server.executions() != null);
        return server;
    }

    /**
     * One for all tests of this process, as the application's environment; the test is skipped where there is no executable.
     * Jobs of different tests need different keys.
     */
    static synchronized Map<String, String> shared() {
        if (shared == null) {
            try {
                shared = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assumeThat(shared)
                    .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                    .isNotNull();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return Map.of("TEMPORAL_TARGET", shared.target());
    }

    String target() {
        return target;
    }

    Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private List<WorkflowExecutionInfo> executions() {
        return stubs.blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace("default")
                        .setPageSize(1000)
                        .build())
                .getExecutionsList();
    }

    /** True once a workflow with an id that begins so has ended well. */
    boolean completed(String prefix) {
        return executions().stream()
                .anyMatch(info -> info.getExecution().getWorkflowId().startsWith(prefix)
                        && info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }

    /** Writes each history into a file, payloads as they are. @return how many events there are */
    int keepHistories(Path folder) throws IOException {
        Files.createDirectories(folder);
        int events = 0;
        for (WorkflowExecutionInfo info : executions()) {
            History history = history(info.getExecution());
            events += history.getEventsCount();
            Files.write(folder.resolve(info.getExecution().getRunId()), history.toByteArray());
        }
        return events;
    }

    /** Ends every workflow from outside: none of them gets to clean up. */
    void terminateAll() {
        for (WorkflowExecutionInfo info : executions()) {
            try {
                stubs.blockingStub()
                        .terminateWorkflowExecution(TerminateWorkflowExecutionRequest.newBuilder()
                                .setNamespace("default")
                                .setWorkflowExecution(info.getExecution())
                                .setReason("by an operator")
                                .build());
            } catch (StatusRuntimeException ended) {
                // with its parent
            }
        }
    }

    private History history(WorkflowExecution execution) {
        return stubs.blockingStub()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(execution)
                        .build())
                .getHistory();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        process.destroyForcibly();
    }
}
