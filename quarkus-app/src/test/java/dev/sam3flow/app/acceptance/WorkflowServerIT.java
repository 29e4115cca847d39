package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.app.wiring.KeyWall;
import dev.sam3flow.app.wiring.MutualTls;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can say of the workflow server and of this process among its workers, on the official server. */
class WorkflowServerIT {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void aServerWithAnApiKeyIsTrustedWhenThisMachineTrustsIt() throws Exception {
        String target = TemporalProcess.shared().get("TEMPORAL_TARGET");
        int port = Integer.parseInt(target.substring(target.indexOf(':') + 1));
        KeyStore made = MutualTls.made(folder, "server");
        try (KeyWall wall =
                new KeyWall("canary-0815", port, folder.resolve("server.pem"), folder.resolve("server-key.pem"))) {
            Sam3Process process = new Sam3Process(folder)
                    .withJavaOption("-Djavax.net.ssl.trustStore=" + trusted(made.getCertificate("server")))
                    .withJavaOption("-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
            Map<String, String> environment =
                    Map.of("TEMPORAL_TARGET", wall.target(), "SAM3_TEMPORAL_API_KEY", "canary-0815");

            try (RunningService service = RunningService.start(process, RunningService.freePort(), environment)) {
                service.finishedJob("behind-a-wall");

                assertThat(service.log()).doesNotContain("canary-0815");
            }
        }
    }

    @Test
    void workersAreTheVersionOfTheDeploymentThatIsSet() throws Exception {
        Map<String, String> shared = TemporalProcess.shared();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(shared.get("TEMPORAL_TARGET"))
                .build());
        Sam3Process process = new Sam3Process(folder)
                .with("SAM3_TEMPORAL_DEPLOYMENT", "sam3flow")
                .with("SAM3_TEMPORAL_BUILD_ID", "2026-11");
        try (RunningService service = RunningService.start(process, RunningService.freePort(), shared)) {
            await().atMost(RunningService.PATIENCE).ignoreExceptions().until(() -> {
                current(stubs, "2026-11");
                return true;
            });
            try {
                service.finishedJob("of-a-version");

                assertThat(WorkflowClient.newInstance(stubs)
                                .newUntypedWorkflowStub(
                                        TemporalJobService.workflowId(new JobId("default", "of-a-version")))
                                .describe()
                                .getWorkflowExecutionInfo()
                                .getVersioningInfo()
                                .getDeploymentVersion()
                                .getBuildId())
                        .isEqualTo("2026-11");
            } finally {
                current(stubs, "");
            }
        } finally {
            stubs.shutdownNow();
        }
    }

    /** @param buildId empty: workers of no version take the jobs again */
    private static void current(WorkflowServiceStubs stubs, String buildId) {
        stubs.blockingStub()
                .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                        .setNamespace("default")
                        .setDeploymentName("sam3flow")
                        .setBuildId(buildId)
                        .setIgnoreMissingTaskQueues(buildId.isEmpty())
                        .build());
    }

    /** A store of the authorities that a machine trusts, with this one only. */
    private Path trusted(Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }
}
