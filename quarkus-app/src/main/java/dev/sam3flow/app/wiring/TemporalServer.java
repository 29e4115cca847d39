package dev.sam3flow.app.wiring;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.temporal.Records;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the workflow server: the configured one, else an in-memory one in this process.
 *
 * @param stubs the connection
 * @param embedded the in-memory server; null where a real one is configured
 */
public record TemporalServer(WorkflowServiceStubs stubs, TestServer.@Nullable InProcessTestServer embedded)
        implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** @throws UnavailableException if the configured server does not answer */
    public static TemporalServer connect(Sam3Config.Temporal config) {
        if (config.target().isEmpty()) {
            // time skipping stays locked: these jobs run in real time
            TestServer.InProcessTestServer server = TestServer.createServer(true);
            WorkflowServiceStubsOptions options = WorkflowServiceStubsOptions.newBuilder()
                    .setChannel(server.getChannel())
                    .build();
            return new TemporalServer(WorkflowServiceStubs.newServiceStubs(options), server);
        }
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(config.target().get());
        config.apiKey().ifPresent(key -> options.addApiKey(() -> key));
        if (config.tls() || config.apiKey().isPresent()) {
            options.setEnableHttps(true);
        }
        try {
            return new TemporalServer(
                    WorkflowServiceStubs.newConnectedServiceStubs(options.build(), CONNECT_TIMEOUT), null);
        } catch (IllegalStateException | StatusRuntimeException e) {
            throw new UnavailableException(
                    "no Temporal server answers at " + config.target().get()
                            + ": start it, or correct TEMPORAL_TARGET, or unset it to use the in-memory server",
                    e);
        }
    }

    /**
     * The server's version.
     *
     * @throws UnavailableException if it has no such namespace, or lets us not use it
     */
    public String version(String namespace) {
        try {
            stubs.blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
            return stubs.blockingStub()
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                    .getServerVersion();
        } catch (StatusRuntimeException e) {
            throw new UnavailableException(
                    "the Temporal server does not let us use namespace '" + namespace + "' ("
                            + e.getStatus().getCode() + "): create it, or correct SAM3_TEMPORAL_NAMESPACE or the key",
                    e);
        }
    }

    WorkflowClient client(String namespace) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(Records.dataConverter())
                        .build());
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(2, TimeUnit.SECONDS);
        if (embedded != null) {
            embedded.close();
        }
    }
}
