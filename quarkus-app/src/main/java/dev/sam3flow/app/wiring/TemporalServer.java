package dev.sam3flow.app.wiring;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.temporal.InMemoryServerCalls;
import dev.sam3flow.temporal.PayloadEncryption;
import dev.sam3flow.temporal.Records;
import dev.sam3flow.temporal.Sam3Workers;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the workflow server: the configured one, else an in-memory one in this process.
 *
 * @param stubs the connection
 * @param embedded the in-memory server; null where a real one is configured
 * @param converter how records travel; encrypted where there are keys
 * @param metrics what the connection and its workers measure
 */
public record TemporalServer(
        WorkflowServiceStubs stubs,
        TestServer.@Nullable InProcessTestServer embedded,
        DataConverter converter,
        Scope metrics)
        implements AutoCloseable {
    private static final double REPORT_SECONDS = 5;
    private static final int LOOK_SECONDS = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that measures nothing. @throws UnavailableException if the configured server does not answer */
    public static TemporalServer connect(Sam3Config.Temporal config) {
        return connect(config, new NoopScope());
    }

    /** @throws UnavailableException if the configured server does not answer */
    static TemporalServer connect(Sam3Config.Temporal config, MeterRegistry metrics) {
        return connect(
                config,
                new RootScopeBuilder()
                        .reporter(new MicrometerClientStatsReporter(metrics))
                        .reportEvery(com.uber.m3.util.Duration.ofSeconds(REPORT_SECONDS)));
    }

    private static TemporalServer connect(Sam3Config.Temporal config, Scope metrics) {
        DataConverter converter = converter(config);
        if (config.target().isEmpty()) {
            // time skipping stays locked: these jobs run in real time
            TestServer.InProcessTestServer server = TestServer.createServer(true);
            WorkflowServiceStubsOptions options = WorkflowServiceStubsOptions.newBuilder()
                    .setChannel(server.getChannel())
                    .setGrpcClientInterceptors(List.of(new InMemoryServerCalls()))
                    .setMetricsScope(metrics)
                    .build();
            return new TemporalServer(WorkflowServiceStubs.newServiceStubs(options), server, converter, metrics);
        }
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(config.target().get())
                .setMetricsScope(metrics);
        config.apiKey().ifPresent(key -> options.addApiKey(() -> key));
        boolean files = config.caFile().isPresent()
                || config.certFile().isPresent()
                || config.keyFile().isPresent();
        if (files) {
            options.setSslContext(tls(config));
        } else if (config.tls() || config.apiKey().isPresent()) {
            options.setEnableHttps(true);
        }
        try {
            return new TemporalServer(
                    WorkflowServiceStubs.newConnectedServiceStubs(options.build(), CONNECT_TIMEOUT),
                    null,
                    converter,
                    metrics);
        } catch (IllegalStateException | StatusRuntimeException e) {
            throw new UnavailableException(
                    "no Temporal server answers at " + config.target().get()
                            + ": start it, or correct TEMPORAL_TARGET, or unset it to use the in-memory server",
                    e);
        }
    }

    private static SslContext tls(Sam3Config.Temporal config) {
        if (config.certFile().isPresent() != config.keyFile().isPresent()) {
            throw new InvalidInputException("SAM3_TEMPORAL_CERT_FILE and SAM3_TEMPORAL_KEY_FILE belong together: "
                    + config.certFile().map(Path::toString).orElse("no certificate") + ", "
                    + config.keyFile().map(Path::toString).orElse("no key") + "; set both or neither");
        }
        try {
            SslContextBuilder builder = GrpcSslContexts.forClient();
            config.caFile().ifPresent(ca -> builder.trustManager(ca.toFile()));
            config.certFile()
                    .ifPresent(certificate -> builder.keyManager(
                            certificate.toFile(), config.keyFile().orElseThrow().toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new InvalidInputException("the PEM files for the Temporal server (SAM3_TEMPORAL_CA_FILE, _CERT_FILE,"
                    + " _KEY_FILE) cannot be read: " + e.getMessage()
                    + "; give certificates and a PKCS 8 key without password");
        }
    }

    private static DataConverter converter(Sam3Config.Temporal config) {
        if (config.payloadKeys().isEmpty()) {
            return Records.dataConverter();
        }
        Map<String, byte[]> keys = new LinkedHashMap<>();
        try {
            for (String entry : config.payloadKeys().get().split(",")) {
                String[] words = entry.strip().split(":", 2);
                keys.put(words[0], Base64.getDecoder().decode(words[1]));
            }
            return Records.dataConverter(
                    PayloadEncryption.of(keys, keys.keySet().iterator().next()));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidInputException("SAM3_TEMPORAL_PAYLOAD_KEYS, entry " + (keys.size() + 1)
                    + " of those there are or a key's length: give ID:BASE64,… with keys of 16, 24 or 32 bytes, the one to"
                    + " encrypt with first");
        }
    }

    /** What makes this process's workers a version of a deployment, where it is one. */
    static UnaryOperator<WorkerOptions.Builder> version(Sam3Config.Temporal config) {
        if (config.deployment().isPresent() != config.buildId().isPresent()) {
            throw new InvalidInputException("SAM3_TEMPORAL_DEPLOYMENT and SAM3_TEMPORAL_BUILD_ID belong together: "
                    + config.deployment().orElse("no deployment") + ", "
                    + config.buildId().orElse("no build id") + "; set both or neither");
        }
        return config.deployment().isEmpty()
                ? UnaryOperator.identity()
                : Sam3Workers.versioned(
                        config.deployment().get(), config.buildId().orElseThrow());
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

    /** One call, that is given up soon. */
    boolean answers() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(LOOK_SECONDS, TimeUnit.SECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    WorkflowClient client(String namespace) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(converter)
                        .setContextPropagators(List.of(new TraceContext()))
                        .build());
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(2, TimeUnit.SECONDS);
        if (embedded != null) {
            embedded.close();
        }
        try {
            metrics.close();
        } catch (ScopeCloseException e) {
            // what was measured last is not reported
        }
    }
}
