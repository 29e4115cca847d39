package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.simulator.ProviderSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of the service behind a proxy, on a real PostgreSQL and a real Temporal server: one and then the other is
 * killed in the middle of jobs, again and again. {@code SAM3FLOW_SEED} repeats a run, {@code SAM3FLOW_JOBS} makes it longer.
 */
@Tag("soak")
class TwoProcessesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ORDER = "{\"requestKey\":\"%s\",\"video\":\"%s\",\"prompts\":[\"ball\"],"
            + "\"maxChunkSeconds\":2,\"overlapSeconds\":0.2,\"parallel\":3,\"reuse\":false}";

    @TempDir
    Path folder;

    private static int number(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** One of the two: started again under the same address each time it is killed. */
    private static final class Member {
        private final Sam3Process sam3;
        private final URI uri;
        private Running run;

        Member(Path folder, int port, Map<String, String> environment) throws IOException {
            Files.createDirectories(folder);
            uri = URI.create("http://127.0.0.1:" + port);
            sam3 = new Sam3Process(folder).with("QUARKUS_HTTP_PORT", Integer.toString(port));
            environment.forEach(sam3::with);
            run = sam3.start("serve");
        }

        void kill() {
            run.process().destroyForcibly();
            run.await();
        }

        void startAgain() {
            run = sam3.start("serve");
        }

        void awaitReady() {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> RunningService.at(uri).get("/q/health/ready").statusCode() == 200);
        }
    }

    @Test
    void whicheverIsKilledNothingIsLostAndNothingIsPaidTwice() throws Exception {
        int jobs = number("SAM3FLOW_JOBS", 6);
        int seed = number("SAM3FLOW_SEED", 20260101);
        System.out.println("SAM3FLOW_SEED=" + seed + " SAM3FLOW_JOBS=" + jobs);
        Random random = new Random(seed);
        List<Member> members = new ArrayList<>();
        try (TemporalProcess temporal = TemporalProcess.start();
                EmbeddedPostgres database = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start();
                ProviderSimulator provider = ProviderSimulator.builder()
                        .delay(Duration.ofMillis(1500))
                        .start()) {
            assumeThat(temporal)
                    .as("SAM3FLOW_TEMPORAL names no Temporal CLI: two processes are not tested")
                    .isNotNull();
            Map<String, String> environment = Map.of(
                    "SAM3_HOME", folder.resolve("home").toString(),
                    "SAM3_DATABASE_URL",
                            database.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""),
                    "SAM3_DATABASE_USER", "postgres",
                    "TEMPORAL_TARGET", temporal.target(),
                    "WAVESPEED_API_KEY", "any",
                    "WAVESPEED_BASE_URL", provider.baseUrl(),
                    "SAM3_PROVIDER_QUIET_PERIOD", "5s",
                    "SAM3_PROVIDER_IN_FLIGHT", "8",
                    "SAM3_PROVIDER_STARTS_PER_MINUTE", "600");
            for (int i = 0; i < 2; i++) {
                members.add(new Member(folder.resolve("member-" + i), RunningService.freePort(), environment));
            }
            members.forEach(Member::awaitReady);
            assertThat(folder.resolve("home").resolve("sam3flow.mv.db"))
                    .as("the built-in database is not opened beside PostgreSQL: two machines could not")
                    .doesNotExist();
            try (Proxy proxy =
                    new Proxy(members.stream().map(member -> member.uri).toList())) {
                RunningService service = RunningService.at(proxy.uri());
                List<String> keys = order(service, jobs);
                int kills = 0;
                while (!allEnded(service, keys)) {
                    int seen = provider.recorded().size();
                    int moment = 1 + random.nextInt(20);
                    await().atMost(PATIENCE)
                            .until(() -> provider.recorded().size() >= seen + moment || allEnded(service, keys));
                    Member victim = members.get(kills++ % 2);
                    victim.kill();
                    for (String key : keys) {
                        assertThat(service.get("/api/v1/jobs/" + key).statusCode())
                                .as("%s while one process is dead", key)
                                .isEqualTo(200);
                    }
                    victim.startAgain();
                    victim.awaitReady();
                }
                int chunks = 0;
                for (String key : keys) {
                    JsonNode job = service.json("/api/v1/jobs/" + key);
                    assertThat(job.path("phase").asText()).as(job.toString()).isEqualTo("DONE");
                    assertThat(service.get("/api/v1/jobs/" + key + "/files/masks.jsonl")
                                    .body()
                                    .lines())
                            .hasSize(251);
                    chunks += job.path("chunks").size();
                }
                assertThat(provider.book().paidPredictions()).hasSize(chunks);
                assertThat(provider.book().chargedMicroUsd()).isEqualTo(50_000L * chunks);
                Evidence.row(
                        "2 two processes of the service behind a proxy, on PostgreSQL and a Temporal dev server, killed in turn",
                        jobs + " jobs of " + chunks + " chunks, **" + kills
                                + " `kill -9`**: all done, each with all its masks, **"
                                + chunks
                                + " paid predictions**, none twice; every job could be read while one process was dead; "
                                + proxy.failedOver() + " requests answered by the other process; seed " + seed);
                assertThat(kills).isPositive();
                assertThat(proxy.failedOver()).isGreaterThanOrEqualTo(kills);
            }
        } finally {
            members.forEach(member -> member.run.process().destroyForcibly());
        }
    }

    private static List<String> order(RunningService service, int jobs) {
        String video = RunningService.json(service.upload("/api/v1/videos", Map.of()))
                .path("id")
                .asText();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            keys.add("job-" + i);
            assertThat(service.post("/api/v1/jobs", String.format(ORDER, "job-" + i, video))
                            .statusCode())
                    .isEqualTo(202);
        }
        return keys;
    }

    private static boolean allEnded(RunningService service, List<String> keys) {
        return keys.stream()
                .map(key -> service.json("/api/v1/jobs/" + key).path("phase").asText())
                .allMatch(phase -> List.of("DONE", "FAILED", "CANCELLED").contains(phase));
    }
}
