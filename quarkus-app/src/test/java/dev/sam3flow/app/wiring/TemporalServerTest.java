package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.testserver.TestServer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";

    @TempDir
    Path folder;

    /** What an operator set. */
    private record Settings(
            Optional<String> target,
            Optional<Path> caFile,
            Optional<Path> certFile,
            Optional<Path> keyFile,
            Optional<String> apiKey,
            Optional<String> payloadKeys,
            Optional<String> deployment,
            Optional<String> buildId)
            implements Sam3Config.Temporal {
        static final Settings NONE = new Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        Settings withFiles(String server, Path ca, Optional<Path> certificate, Optional<Path> key) {
            return new Settings(
                    Optional.of(server), Optional.of(ca), certificate, key, apiKey, payloadKeys, deployment, buildId);
        }

        Settings withPayloadKeys(String keys) {
            return new Settings(target, caFile, certFile, keyFile, apiKey, Optional.of(keys), deployment, buildId);
        }

        Settings withDeployment(String name) {
            return new Settings(target, caFile, certFile, keyFile, apiKey, payloadKeys, Optional.of(name), buildId);
        }

        Settings withApiKey(String key) {
            return new Settings(target, caFile, certFile, keyFile, Optional.of(key), payloadKeys, deployment, buildId);
        }

        @Override
        public String namespace() {
            return "default";
        }

        @Override
        public boolean tls() {
            return false;
        }

        @Override
        public Optional<Boolean> searchAttributes() {
            return Optional.empty();
        }
    }

    @Test
    void aServerThatWantsACertificateIsShownOneAndChecked() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port);
                MutualTls wall = MutualTls.before(port, folder)) {
            Settings whole = Settings.NONE.withFiles(
                    wall.target(),
                    wall.serverCertificate(),
                    Optional.of(wall.clientCertificate()),
                    Optional.of(wall.clientKey()));
            try (TemporalServer connected = TemporalServer.connect(whole)) {
                assertThat(connected.stubs()).isNotNull();
            }
            Settings stranger = Settings.NONE.withFiles(
                    wall.target(), wall.serverCertificate(), Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> TemporalServer.connect(stranger)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void aServerThatWantsAnApiKeyIsShownOneWithEachCallAndTheNamespace() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        MutualTls.made(folder, "server");
        Path certificate = folder.resolve("server.pem");
        try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port);
                KeyWall wall = new KeyWall("canary-0815", port, certificate, folder.resolve("server-key.pem"))) {
            Settings stranger = Settings.NONE.withFiles(wall.target(), certificate, Optional.empty(), Optional.empty());
            try (TemporalServer connected = TemporalServer.connect(stranger.withApiKey("canary-0815"))) {
                WorkflowStub unknown = connected.client("acme").newUntypedWorkflowStub("no-such-workflow");

                assertThatThrownBy(() -> unknown.terminate("")).isInstanceOf(WorkflowNotFoundException.class);
                assertThat(wall.namespaces()).contains("acme");
            }
            for (Settings other : List.of(stranger, stranger.withApiKey("canary-0816"))) {
                assertThatThrownBy(() -> TemporalServer.connect(other))
                        .isInstanceOf(UnavailableException.class)
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
            }
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        Settings half = Settings.NONE.withFiles(
                "localhost:1", folder, Optional.of(folder.resolve("cert.pem")), Optional.empty());

        assertThatThrownBy(() -> TemporalServer.connect(half))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cert.pem")
                .hasMessageContaining("no key");
    }

    @Test
    void aFileThatIsNoCertificateIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("hello.pem"), "hello");
        Settings wrong = Settings.NONE.withFiles("localhost:1", text, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> TemporalServer.connect(wrong))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("SAM3_TEMPORAL_CA_FILE");
    }

    @Test
    void payloadsAreEncryptedWithTheFirstKeyAndReadWithAll() {
        try (TemporalServer old = TemporalServer.connect(Settings.NONE.withPayloadKeys("k1:" + KEY));
                TemporalServer rotated =
                        TemporalServer.connect(Settings.NONE.withPayloadKeys("k2:" + KEY + ",k1:" + KEY))) {
            JobId secret = new JobId("acme", "canary-4711");
            var payload = old.converter().toPayload(secret).orElseThrow();

            assertThat(new String(payload.toByteArray(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("canary")
                    .contains("k1");
            assertThat(rotated.converter().fromPayload(payload, JobId.class, JobId.class))
                    .isEqualTo(secret);
        }
    }

    @Test
    void aPayloadKeyThatIsNoneIsRefusedAndNotRepeated() {
        for (String keys : new String[] {"k1", "k1:c2VjcmV0", "k1:$ecret"}) {
            assertThatThrownBy(() -> TemporalServer.connect(Settings.NONE.withPayloadKeys(keys)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("SAM3_TEMPORAL_PAYLOAD_KEYS")
                    .hasMessageNotContaining("ecret")
                    .hasMessageNotContaining("c2Vj");
        }
    }

    @Test
    void aDeploymentWithoutABuildIdIsRefused() {
        assertThatThrownBy(() -> TemporalServer.version(Settings.NONE.withDeployment("sam3")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no build id");
    }

    @Test
    void whatTheConnectionMeasuresIsAmongTheMeters() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TemporalServer server = TemporalServer.connect(Settings.NONE, meters)) {
            server.client("default").newUntypedWorkflowStub("nobody").cancel();
        } catch (RuntimeException notFound) {
            // a request was made all the same
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> meters.getMeters().stream()
                        .anyMatch(meter -> meter.getId().getName().startsWith("temporal_request")));
    }
}
