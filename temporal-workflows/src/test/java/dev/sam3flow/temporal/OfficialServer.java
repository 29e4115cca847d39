package dev.sam3flow.temporal;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The official development server, whose executable {@code SAM3FLOW_TEMPORAL} names, in a process of its own. */
final class OfficialServer implements AutoCloseable {
    private final Process process;
    private final String target;

    private OfficialServer(Process process, String target) {
        this.process = process;
        this.target = target;
    }

    /** Skips the test where there is no executable. @param options of its command line */
    static OfficialServer start(String... options) throws IOException {
        String executable = System.getenv("SAM3FLOW_TEMPORAL");
        assumeThat(executable)
                .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                .isNotNull();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(
                List.of(executable, "server", "start-dev", "--headless", "--log-level", "error", "--port", "" + port));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        OfficialServer server = new OfficialServer(process, "127.0.0.1:" + port);
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(server::answers);
        return server;
    }

    private boolean answers() {
        WorkflowServiceStubs.newConnectedServiceStubs(
                        WorkflowServiceStubsOptions.newBuilder()
                                .setTarget(target)
                                .build(),
                        Duration.ofSeconds(1))
                .shutdownNow();
        return true;
    }

    String target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
