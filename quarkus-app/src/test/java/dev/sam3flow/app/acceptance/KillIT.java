package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.simulator.ProviderSimulator;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole process at one moment after the other of a job of six chunks; the same command again finishes
 * it. {@code SAM3FLOW_KILL_STEP} takes every n-th moment only.
 */
@Tag("soak")
class KillIT {
    private static final String BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize().toString();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    /** A key of its own each time: the server remembers the jobs of the other runs. */
    private static String[] order(String key) {
        return ("segment|" + BALLS + "|--prompt|ball|--max-chunk|2|--overlap|0.2|--parallel|3|--quiet|--request-key|"
                        + key)
                .split("\\|");
    }

    private static int step() {
        String step = System.getenv("SAM3FLOW_KILL_STEP");
        return step == null ? 1 : Integer.parseInt(step);
    }

    /** One run without a death: its masks, its paid predictions, and how many moments it has. */
    private record Whole(List<String> masks, int paid, int moments) {}

    private static ProviderSimulator provider() {
        return ProviderSimulator.builder().delay(Duration.ofMillis(500)).start();
    }

    private Sam3Process process(Path home, ProviderSimulator provider, String target) throws IOException {
        Files.createDirectories(home);
        Sam3Process process =
                new Sam3Process(home).with("WAVESPEED_API_KEY", "any").with("WAVESPEED_BASE_URL", provider.baseUrl());
        return target.isEmpty() ? process : process.with("TEMPORAL_TARGET", target);
    }

    private static List<String> masks(Path home) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("balls-sam3").resolve("masks.jsonl"));
        return lines.subList(1, lines.size());
    }

    private Whole undisturbed(String target, @Nullable IntSupplier moments) throws IOException {
        Path home = folder.resolve("whole");
        try (ProviderSimulator provider = provider()) {
            Outcome outcome = process(home, provider, target).run(order("whole"));
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            int seen = moments == null ? provider.recorded().size() : moments.getAsInt();
            return new Whole(masks(home), provider.book().paidPredictions().size(), seen);
        }
    }

    private void killAndGoOn(int moment, String target, @Nullable IntSupplier server, Whole whole) throws IOException {
        Path home = folder.resolve("kill-" + moment);
        try (ProviderSimulator provider = provider()) {
            int before = server == null ? 0 : server.getAsInt();
            Sam3Process sam3 = process(home, provider, target);
            Running run = sam3.start(order("k" + moment));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !run.process().isAlive()
                            || (server == null ? provider.recorded().size() : server.getAsInt() - before) >= moment);
            run.process().destroyForcibly();
            run.await();
            Outcome again = sam3.run(order("k" + moment));
            assertThat(again.exitCode())
                    .as("killed at %d: %s%s", moment, again.err(), sam3.log())
                    .isZero();
            assertThat(provider.book().paidPredictions())
                    .as("killed at %d", moment)
                    .hasSize(whole.paid());
            assertThat(masks(home)).as("killed at %d", moment).isEqualTo(whole.masks());
        }
    }

    /** The in-memory server dies with the process; moments are requests to the provider. */
    @Test
    void atEveryRequestToTheProviderOnTheInMemoryServer() throws Exception {
        Whole whole = undisturbed("", null);
        for (int moment = 1; moment <= whole.moments(); moment += step()) {
            killAndGoOn(moment, "", null, whole);
        }
    }

    /** The server lives on; moments are events of all its histories. */
    @Test
    void atEveryHistoryEventOnTheOfficialServer() throws Exception {
        String executable = System.getenv("SAM3FLOW_TEMPORAL");
        assumeThat(executable)
                .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                .isNotNull();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String target = "127.0.0.1:" + port;
        Process server = new ProcessBuilder(
                        executable, "server", "start-dev", "--headless", "--port", "" + port, "--log-level", "error")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        try {
            IntSupplier events = () -> events(stubs);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> events.getAsInt() >= 0);
            Whole whole = undisturbed(target, events);
            for (int moment = 1; moment <= whole.moments(); moment += step()) {
                killAndGoOn(moment, target, events, whole);
            }
        } finally {
            stubs.shutdownNow();
            server.destroyForcibly();
        }
    }

    private static int events(WorkflowServiceStubs stubs) {
        return stubs
                .blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace("default")
                        .setPageSize(1000)
                        .build())
                .getExecutionsList()
                .stream()
                .mapToInt(execution -> length(stubs, execution.getExecution()))
                .sum();
    }

    /** The list tells the length of histories that have ended only. */
    private static int length(WorkflowServiceStubs stubs, WorkflowExecution execution) {
        return (int) stubs.blockingStub()
                .getWorkflowExecutionHistoryReverse(GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(execution)
                        .setMaximumPageSize(1)
                        .build())
                .getHistory()
                .getEvents(0)
                .getEventId();
    }
}
