package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.store.S3Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy sends nobody to a process that cannot work: ready is who reaches all that a job needs. */
class ReadinessIT {
    @TempDir
    Path folder;

    private static String states(RunningService service) {
        HttpResponse<String> answer = service.get("/q/health/ready");
        StringBuilder states = new StringBuilder().append(answer.statusCode());
        for (JsonNode check : RunningService.json(answer).path("checks")) {
            if (check.path("status").asText().equals("DOWN")) {
                states.append(' ').append(check.path("name").asText());
            }
        }
        return states.toString();
    }

    @Test
    void readyIsWhoReachesTheBucketAndTheWorkflowServer() throws Exception {
        try (TemporalProcess temporal = TemporalProcess.start()) {
            assumeThat(temporal)
                    .as("SAM3FLOW_TEMPORAL names no Temporal CLI: losing its server is not tested")
                    .isNotNull();
            S3Server bucket = S3Server.start(folder.resolve("s3.log"));
            try (RunningService service = RunningService.start(
                    folder,
                    Map.of(
                            "TEMPORAL_TARGET",
                            temporal.target(),
                            "SAM3_S3_BUCKET",
                            S3Server.BUCKET,
                            "SAM3_S3_ENDPOINT",
                            bucket.uri().toString(),
                            "AWS_ACCESS_KEY_ID",
                            "key",
                            "AWS_SECRET_ACCESS_KEY",
                            "secret"))) {
                assertThat(states(service)).isEqualTo("200");
                assertThat(service.json("/q/health/ready").path("checks").findValuesAsText("name"))
                        .contains("blobs", "database", "provider", "temporal", "workers");

                bucket.close();
                await().atMost(RunningService.PATIENCE)
                        .untilAsserted(() -> assertThat(states(service)).isEqualTo("503 blobs"));

                temporal.close();
                await().atMost(RunningService.PATIENCE)
                        .untilAsserted(() -> assertThat(states(service)).contains("503", "blobs", "temporal"));
                assertThat(service.get("/q/health/live").statusCode())
                        .as("it is not killed for what others lack")
                        .isEqualTo(200);
            } finally {
                bucket.close();
            }
        }
    }
}
