package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sam3flow.app.deployment.DeployFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a service: its metrics and its log. */
class OperationsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final List<byte[]> TRACES = new CopyOnWriteArrayList<>();
    private static HttpServer collector;
    private static RunningService service;

    @BeforeAll
    static void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            TRACES.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        service = RunningService.start(
                folder,
                Map.of(
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                        "QUARKUS_LOG_CATEGORY__DEV_SAM3FLOW__LEVEL", "DEBUG",
                        "QUARKUS_OTEL_SDK_DISABLED", "false",
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + collector.getAddress().getPort()));
        service.finishedJob("watched", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    }

    @AfterAll
    static void stop() {
        service.close();
        collector.stop(0);
    }

    private static Set<String> series() {
        Set<String> names = new TreeSet<>();
        service.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
        return names;
    }

    @Test
    void everySeriesOfAnAlertOrAPanelIsOneThatTheServiceExposes() {
        Set<String> exposed = series();
        assertThat(DeployFolder.expressions()).hasSizeGreaterThan(20).allSatisfy(expression -> {
            assertThat(DeployFolder.metrics(expression)).as(expression).isNotEmpty();
            assertThat(exposed).as(expression).containsAll(DeployFolder.metrics(expression));
        });
    }

    @Test
    void theGaugesTellWhatIsOpenAndWhatIsHeld() {
        await().atMost(RunningService.PATIENCE)
                .untilAsserted(() -> assertThat(service.get("/q/metrics").body())
                        .contains("sam3_workers_ready 1.0")
                        .contains("sam3_attempts{state=\"finished\"} 1.0")
                        .contains("sam3_jobs_open{phase=\"segmenting\"} 0.0")
                        .contains("sam3_ledger_held_usd{money=\"simulated\"} 0.0"));
        assertThat(service.get("/q/metrics").body())
                .contains("sam3_activity_seconds_count{outcome=\"done\",type=\"Sam3Submit\"} 1");
    }

    /** In an OTLP span the name follows its trace's id after less than 60 bytes. */
    private static boolean traced(String span) {
        byte[] id = HexFormat.of().parseHex(TRACE);
        String pattern = Pattern.quote(new String(id, StandardCharsets.ISO_8859_1)) + ".{0,60}?" + Pattern.quote(span);
        return TRACES.stream()
                .anyMatch(body -> Pattern.compile(pattern, Pattern.DOTALL)
                        .matcher(new String(body, StandardCharsets.ISO_8859_1))
                        .find());
    }

    @Test
    void theTraceOfTheOrderGoesOnInTheActivitiesOfTheJobAndItsChunks() {
        for (String span : List.of("POST /api/v1/jobs", "Sam3Probe", "Sam3Submit", "Sam3Publish")) {
            await().atMost(RunningService.PATIENCE).until(() -> traced(span));
        }
        assertThat(traced("Sam3Never")).isFalse();
    }

    @Test
    void everyLineOfTheLogIsJsonAndThoseOfAJobCarryItsIds() throws IOException {
        List<String> lines =
                service.log().lines().filter(line -> line.startsWith("{")).toList();
        assertThat(lines).isNotEmpty();
        boolean found = false;
        for (String line : lines) {
            JsonNode record = JSON.readTree(line);
            assertThat(record.path("message").isTextual()).as(line).isTrue();
            found |= record.path("message").asText().startsWith("Sam3Submit")
                    && record.path("mdc").path("job").asText().endsWith("/watched")
                    && record.path("mdc").path("chunk").asText().equals("0");
        }
        assertThat(found).as(service.log()).isTrue();
    }
}
