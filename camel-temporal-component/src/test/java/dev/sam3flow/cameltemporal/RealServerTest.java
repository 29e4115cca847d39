package dev.sam3flow.cameltemporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same at the official development server, whose executable {@code SAM3FLOW_TEMPORAL} names. */
class RealServerTest extends TemporalContract {
    private static Process process;
    private static String target;
    private static WorkflowServiceStubs stubs;

    @BeforeAll
    static void startServer() throws IOException {
        String executable = System.getenv("SAM3FLOW_TEMPORAL");
        assumeThat(executable)
                .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                .isNotNull();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        target = "127.0.0.1:" + port;
        process = new ProcessBuilder(
                        executable,
                        "server",
                        "start-dev",
                        "--headless",
                        "--port",
                        String.valueOf(port),
                        "--log-level",
                        "error")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            stubs.connect(Duration.ofSeconds(1));
            return true;
        });
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        if (process != null) {
            stubs.shutdownNow();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Override
    WorkflowClient client() {
        return WorkflowClient.newInstance(stubs);
    }

    /** The context starts without a server; the worker goes on trying. */
    @Test
    void aServerThatDoesNotListenIsNoReasonNotToStart() throws Exception {
        try (DefaultCamelContext lonely = new DefaultCamelContext()) {
            lonely.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("temporal:activity?activityType=a&taskQueue=q&target=127.0.0.1:1")
                            .to("log:x");
                }
            });

            lonely.start();

            HealthCheck.Result health = HealthCheckHelper.getHealthCheckRegistry(lonely)
                    .getCheck("temporal-workers")
                    .orElseThrow()
                    .call();
            assertThat(lonely.getStatus().isStarted()).isTrue();
            assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health.getMessage().orElseThrow()).contains("q");
        }
    }

    /** Options alone are enough: no bean. */
    @Test
    void theOptionsMakeAClient() {
        try (DefaultCamelContext alone = new DefaultCamelContext()) {
            alone.start();

            Object answer = alone.createProducerTemplate()
                    .request(
                            "temporal:query?name=parcel&workflowId=nobody&target=" + target,
                            exchange -> exchange.getMessage().setBody(null))
                    .getException();

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            TemporalEndpointException.class,
                            failed -> assertThat(failed.code()).isEqualTo("not-found"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
