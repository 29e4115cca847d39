package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.app.money.Evidence;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of money, and what nobody may see. */
class MoneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANARY = "canary-key-7f3a9c51d2e84b60";
    private static final String WHSEC = "whsec_canary0123456789abcdef0123456789";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String searched = "";
    private String searchedText = "";

    private Sam3Process against(ProviderSimulator simulator) {
        return new Sam3Process(folder)
                .with("WAVESPEED_API_KEY", CANARY)
                .with("WAVESPEED_BASE_URL", simulator.baseUrl())
                .with("QUARKUS_LOG_LEVEL", "DEBUG")
                .with("QUARKUS_LOG_CATEGORY__DEV_SAM3FLOW__LEVEL", "DEBUG")
                .with("SAM3_DEBUG", "1");
    }

    /** Key, signed addresses and webhook secret: in no log at any level, error, result or database file. */
    @Test
    void booksAreExplainedAndSecretsAreNowhere() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.builder()
                .apiKey(CANARY)
                .delay(Duration.ofMillis(500))
                .start()) {
            simulator.account().setDiscountPercent(10);
            simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
            simulator.faults().next(ProviderCall.RESULT, Fault.of(FaultKind.WRONG_JSON));
            Sam3Process sam3 = against(simulator);

            Outcome segmented = sam3.run("segment", BALLS.toString(), "--prompt", "red ball");
            assertThat(segmented.exitCode()).as(segmented.err() + sam3.log()).isZero();
            JsonNode books =
                    JSON.readTree(sam3.run("ledger", "reconcile", "--json").out());
            Outcome statement = sam3.run("ledger", "statement", "--simulated", "--format", "csv");
            int rows = simulator.book().rows().size();
            Outcome doctor = sam3.run("doctor");
            assertThat(simulator.book().rows()).as("doctor spends nothing").hasSize(rows);
            Outcome reaped = sam3.run("ledger", "reap");
            Outcome failed =
                    sam3.run("segment", BALLS.toString(), "--prompt", "x", "--max-charge", "0.01", "--out", "other");

            assertThat(books.path("flagged").asInt()).as(books.toString()).isZero();
            assertThat(books.path("lines").get(0).path("verdict").asText()).isEqualTo("discount");
            assertThat(books.path("billedMicroUsd").asLong())
                    .isEqualTo(books.path("bookedMicroUsd").asLong())
                    .isEqualTo(simulator.book().chargedMicroUsd());
            assertThat(statement.out()).contains(",reserve,", ",charge,", ",release,", ",adjust,-0.010000,");
            assertThat(doctor.out())
                    .contains(
                            "sam3-video-rle is there, base price $0.05",
                            "POST /model/pricing",
                            "GET /predictions/{id} (result, older form) is there");
            assertThat(reaped.exitCode()).as(reaped.err()).isZero();
            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(leaks(simulator)).isEmpty();
            assertThat(searchedText).as("the database's file among them").contains("balls", simulatorIds(simulator));
            Evidence.row(
                    "6a secrets of the command line",
                    searched
                            + ": **0 found** in logs at DEBUG (the finest level that is built in), errors with stacks, results,"
                            + " reports and the database's file, after a lost answer, an unreadable one and a refusal",
                    "canary key, addresses of uploads and outputs");
            Evidence.row(
                    "7 `./sam3 doctor`",
                    doctor.out()
                                    .lines()
                                    .filter(line -> line.startsWith("path "))
                                    .count()
                            + " path variants asked and told which answer; **nothing spent** by the provider's book",
                    "simulator");
        }
    }

    /** Files that hold a secret, with which. */
    private Set<String> leaks(ProviderSimulator simulator) throws IOException {
        Set<String> secrets = new TreeSet<>(List.of(CANARY, WHSEC, "whsec_simulated"));
        for (RecordedRequest request : simulator.recorded()) {
            Matcher token = Pattern.compile("/(?:put|uploads|outputs/[0-9a-f]+)/([0-9a-f]{16,})")
                    .matcher(request.path());
            if (token.find()) {
                secrets.add(token.group(1));
            }
            Matcher sent = Pattern.compile("/uploads/([0-9a-f]{20,})").matcher(request.body());
            if (sent.find()) {
                secrets.add(sent.group(1));
            }
        }
        assertThat(secrets)
                .as("addresses of an upload and of an output among them")
                .hasSizeGreaterThanOrEqualTo(5);
        Set<String> leaks = new TreeSet<>();
        try (Stream<Path> walked = Files.walk(folder)) {
            List<Path> files = walked.filter(Files::isRegularFile).toList();
            searched = secrets.size() + " secrets in " + files.size() + " files";
            StringBuilder text = new StringBuilder();
            for (Path file : files) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                text.append(content);
                secrets.stream()
                        .filter(content::contains)
                        .forEach(secret -> leaks.add(folder.relativize(file) + " holds " + secret));
            }
            searchedText = text.toString();
        }
        return leaks;
    }

    /** What is no secret and is kept everywhere: a search that does not find it has not looked. */
    private static String simulatorIds(ProviderSimulator simulator) {
        return simulator.book().rows().get(0).predictionId();
    }

    @Test
    void callbacksAreTakenFromTheProviderAndFromNobodyElse() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI base = URI.create("http://127.0.0.1:" + port + "/api/v1/");
        HttpServer collector = collector();
        try (TemporalProcess temporal = TemporalProcess.start();
                ProviderSimulator simulator = ProviderSimulator.builder()
                        .apiKey(CANARY)
                        .delay(Duration.ofMillis(500))
                        .start()) {
            simulator.account().setWebhookSecrets(WHSEC);
            simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
            Running service = against(simulator)
                    .with("TEMPORAL_TARGET", temporal == null ? "" : temporal.target())
                    .with("QUARKUS_OTEL_SDK_DISABLED", "false")
                    .with("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .with(
                            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                            "http://127.0.0.1:" + collector.getAddress().getPort())
                    .with("QUARKUS_HTTP_PORT", Integer.toString(port))
                    .with("SAM3_WEBHOOK_URL", base.resolve("webhooks").toString())
                    .start("serve");
            try {
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> get(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                                        .statusCode()
                                == 200);
                order(base.resolve("jobs"));
                await().atMost(PATIENCE)
                        .until(() -> get(base.resolve("jobs/k1")).body().contains("\"DONE\""));
                String marker = marker(simulator);
                String id = simulator.book().rows().get(0).predictionId();
                URI hook = base.resolve("webhooks/" + marker);

                assertThat(called(hook, id, WHSEC))
                        .as("the provider's own came first")
                        .isEqualTo(200);
                assertThat(called(hook, id, "whsec_forged0123456789abcdef")).isEqualTo(401);
                assertThat(called(base.resolve("webhooks/" + "f".repeat(32)), id, WHSEC))
                        .isEqualTo(404);
                assertThat(post(hook, new byte[(1 << 20) + 1], id, "0", "v3,x")).isEqualTo(413);
                assertThat(simulator.book().paidPredictions()).hasSize(1);
                int pages = keepPages(base);
                int events = temporal == null ? 0 : temporal.keepHistories(folder.resolve("histories"));
                await().atMost(PATIENCE).until(() -> traced("Sam3Fetch"));
                assertThat(leaks(simulator)).isEmpty();
                assertThat(searchedText).as("pages and histories among them").contains("<html", "\"k1\"", id);
                Evidence.row(
                        "6b secrets of the service",
                        searched + ": **0 found** in " + pages + " pages and REST answers, " + events
                                + " events of its workflows' histories, its traces, logs at DEBUG and the database's file,"
                                + " after a lost answer, genuine and forged callbacks",
                        "canary key and webhook secret, addresses of uploads and outputs");
            } finally {
                service.process().destroy();
                service.await();
            }
        } finally {
            collector.stop(0);
        }
    }

    /** Keeps the traces that are sent to it, each request in a file. */
    private HttpServer collector() throws IOException {
        Path traces = Files.createDirectories(folder.resolve("traces"));
        AtomicInteger files = new AtomicInteger();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            Files.write(
                    traces.resolve(files.incrementAndGet() + ".bin"),
                    exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }

    private boolean traced(String span) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("traces"))) {
            for (Path file : files.toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(span)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A terminated workflow cannot clean up, and its prediction would run to its end and its money be held for ever. */
    @Test
    void whatATerminatedWorkflowLeftRunningIsFoundAndStopped() throws Exception {
        try (TemporalProcess temporal = TemporalProcess.start();
                ProviderSimulator simulator =
                        ProviderSimulator.builder().apiKey(CANARY).start()) {
            assumeThat(temporal)
                    .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                    .isNotNull();
            simulator.faults().nextRun(Fault.of(FaultKind.NEVER_ENDS));
            Sam3Process sam3 = against(simulator)
                    .with("TEMPORAL_TARGET", Objects.requireNonNull(temporal).target())
                    .with("SAM3_LEDGER_REAP_AFTER", "0s");
            Running segment = sam3.start("segment", BALLS.toString(), "--prompt", "red ball");
            await().atMost(PATIENCE).until(() -> simulator.book().rows().size() == 1);
            assertThat(sam3.run("ledger", "reap").out())
                    .as("nothing is stopped that a workflow waits for")
                    .isEmpty();

            segment.process().destroyForcibly();
            segment.await();
            temporal.terminateAll();
            Outcome reaped = sam3.run("ledger", "reap");

            assertThat(reaped.exitCode()).as(reaped.err()).isZero();
            assertThat(reaped.out().lines()).singleElement().asString().startsWith("stopped");
            assertThat(simulator.recorded()).anyMatch(request -> request.call() == ProviderCall.DELETE);
            JsonNode books =
                    JSON.readTree(sam3.run("ledger", "reconcile", "--json").out());
            assertThat(books.path("flagged").asInt()).as(books.toString()).isZero();
            assertThat(books.path("bookedMicroUsd").asLong())
                    .isEqualTo(simulator.book().chargedMicroUsd());
        }
    }

    /** Every page and answer that tells of jobs or money, good and bad, headers too. */
    private int keepPages(URI base) throws Exception {
        String month = YearMonth.now(ZoneOffset.UTC).toString();
        List<String> paths = List.of(
                "/",
                "/console/",
                "/api/v1/jobs",
                "/api/v1/jobs/k1",
                "/api/v1/jobs/none",
                "/api/v1/jobs/k1/files/summary.json",
                "/api/v1/jobs/k1/files/quality.json",
                "/api/v1/jobs/k1/files/none",
                "/api/v1/ledger",
                "/api/v1/statements/" + month,
                "/api/v1/statements/" + month + "?format=csv&money=simulated",
                "/api/v1/statements/never",
                "/api/v1/budgets",
                "/api/v1/operator/queue",
                "/api/v1/audit",
                "/q/health",
                "/q/metrics",
                "/q/openapi");
        Path folder = Files.createDirectories(this.folder.resolve("pages"));
        for (int i = 0; i < paths.size(); i++) {
            HttpResponse<String> page = get(base.resolve(paths.get(i)));
            Files.writeString(
                    folder.resolve(i + ".txt"), paths.get(i) + " " + page.statusCode() + page.headers() + page.body());
        }
        return paths.size();
    }

    private static String marker(ProviderSimulator simulator) {
        String query = simulator.recorded().stream()
                .filter(request -> request.call() == ProviderCall.SUBMIT)
                .findFirst()
                .orElseThrow()
                .query();
        String hook = URLDecoder.decode(query, StandardCharsets.UTF_8);
        return hook.substring(hook.lastIndexOf('/') + 1);
    }

    private void order(URI jobs) throws Exception {
        String boundary = "----sam3";
        String fields = field(boundary, "prompt", "red ball") + field(boundary, "requestKey", "k1") + "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"video\"; filename=\"balls.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n";
        HttpRequest request = HttpRequest.newBuilder(jobs)
                .header("content-type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(fields),
                        BodyPublishers.ofFile(BALLS),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    }

    private static String field(String boundary, String name, String value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private int called(URI hook, String id, String secret) throws Exception {
        byte[] body = ("{\"id\":\"" + id
                        + "\",\"status\":\"completed\",\"outputs\":[\"https://x.example/a_rle.json\"]}")
                .getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(Instant.now().getEpochSecond());
        return post(hook, body, id, time, "v3," + hmac(secret, id + "." + time + ".", body));
    }

    private int post(URI hook, byte[] body, String id, String time, String signature) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(hook)
                                .header("webhook-id", id)
                                .header("webhook-timestamp", time)
                                .header("webhook-signature", signature)
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static String hmac(String secret, String head, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.substring(6).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
