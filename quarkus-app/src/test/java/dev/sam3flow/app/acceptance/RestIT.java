package dev.sam3flow.app.acceptance;

import static dev.sam3flow.app.acceptance.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST as machines use it, with security off. */
class RestIT {
    private static final String JOBS = "/api/v1/jobs";
    private static final String MASKS = JOBS + "/first/files/masks.jsonl";

    @TempDir
    static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                folder, Map.of("SAM3_BUDGET_DAY", "5.00", "SAM3_PROVIDER_PROMPT_EXCESS", "refuse"));
        service.finishedJob("first");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theSameIdempotencyKeyWithTheSameOrderGetsTheSameAnswerAndWithAnotherIsRefused() {
        Map<String, String> order = Map.of("prompt", "red ball");
        HttpResponse<String> first = service.upload(JOBS, order, "Idempotency-Key", "k 1");
        HttpResponse<String> again = service.upload(JOBS, order, "Idempotency-Key", "k 1");
        HttpResponse<String> other = service.upload(JOBS, Map.of("prompt", "blue ball"), "Idempotency-Key", "k 1");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(json(again)).isEqualTo(json(first));
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void anUploadIsQuotedAndOrderedWithoutBeingSentAgain() {
        JsonNode video = json(service.upload("/api/v1/videos", Map.of()));
        String id = video.path("id").asText();
        JsonNode quote = json(service.post("/api/v1/quotes", "{\"video\":\"" + id + "\"}"));
        HttpResponse<String> ordered =
                service.post(JOBS, "{\"requestKey\":\"by-id\",\"video\":\"" + id + "\",\"prompts\":[\"red ball\"]}");
        assertThat(video.path("frames").asInt()).isEqualTo(250);
        assertThat(quote.path("quoteMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(quote.path("chunks")).hasSize(1);
        assertThat(ordered.statusCode()).isEqualTo(202);
        assertThat(json(ordered).path("video").asText()).isEqualTo("balls.mp4");
    }

    @Test
    void promptsInALaterFrameStartAChunkThereAndWithoutPointsOrBoxesAreRefused() {
        String id = json(service.upload("/api/v1/videos", Map.of())).path("id").asText();
        String box = "\"boxes\":[{\"xMin\":1,\"yMin\":1,\"xMax\":9,\"yMax\":9}]";
        String order = "{\"video\":\"" + id + "\",\"prompts\":[\"red ball\"],\"atFrame\":100,\"sceneCuts\":true%s}";

        JsonNode quote = json(service.post("/api/v1/quotes", String.format(order, "," + box)));

        assertThat(quote.path("chunks").findValuesAsText("startFrame")).contains("100");
        isProblem(service.post(JOBS, String.format(order, "")), 400);
    }

    @Test
    void eachObjectByItselfIsQuotedBesideAllTogetherAndOrdered() {
        String id = json(service.upload("/api/v1/videos", Map.of())).path("id").asText();
        String order = "{\"requestKey\":\"each\",\"video\":\"" + id
                + "\",\"prompts\":[\"red ball\",\"blue ball\"],\"perObject\":%s,\"autoRepair\":true}";

        JsonNode each = json(service.post("/api/v1/quotes", String.format(order, true)));
        JsonNode all = json(service.post("/api/v1/quotes", String.format(order, false)));
        HttpResponse<String> ordered = service.post(JOBS, String.format(order, true));

        assertThat(each.path("quoteMicroUsd").asLong()).isEqualTo(200_000);
        assertThat(each.path("chunks")).hasSize(2);
        assertThat(all.path("quoteMicroUsd").asLong()).isEqualTo(100_000);
        for (JsonNode quote : List.of(each, all)) {
            assertThat(quote.path("forAllMicroUsd").asLong()).isEqualTo(100_000);
            assertThat(quote.path("perObjectMicroUsd").asLong()).isEqualTo(200_000);
        }
        assertThat(ordered.statusCode()).isEqualTo(202);
        isProblem(
                service.post(
                        JOBS,
                        "{\"video\":\"" + id + "\",\"prompts\":[\"a\",\"b\"],\"boxes\":"
                                + "[{\"xMin\":1,\"yMin\":1,\"xMax\":9,\"yMax\":9}],\"perObject\":true}"),
                400);
    }

    @Test
    void everyObjectiveIsPricedWithTheTimeThatItTakesPerhaps() {
        String id = json(service.upload("/api/v1/videos", Map.of())).path("id").asText();
        String order = "{\"video\":\"" + id
                + "\",\"prompts\":[\"red ball\"],\"objective\":\"latency\",\"maxChunkSeconds\":6%s}";
        String box = ",\"boxes\":[{\"xMin\":1,\"yMin\":1,\"xMax\":9,\"yMax\":9}]";

        JsonNode quote = json(service.post("/api/v1/quotes", String.format(order, "")));
        JsonNode bound = json(service.post("/api/v1/quotes", String.format(order, box)));

        assertThat(quote.path("plans").findValuesAsText("objective")).containsExactly("charge", "latency", "balanced");
        JsonNode chosen = quote.path("plans").path(1);
        assertThat(chosen.path("quoteMicroUsd")).isEqualTo(quote.path("quoteMicroUsd"));
        assertThat(chosen.path("predictions").asInt())
                .isEqualTo(quote.path("chunks").size())
                .isGreaterThan(1);
        assertThat(quote.path("plans").path(0).path("quoteMicroUsd").asLong())
                .isLessThanOrEqualTo(chosen.path("quoteMicroUsd").asLong());
        assertThat(chosen.path("expectedSeconds").asDouble())
                .as("side by side, and one after the other where boxes bind them")
                .isLessThan(bound.path("plans").path(1).path("expectedSeconds").asDouble());
        assertThat(quote.path("repairMicroUsd")).isEqualTo(quote.path("quoteMicroUsd"));
    }

    @Test
    void aPlayerIsToldWhenAFrameIsShown() {
        String id = json(service.upload("/api/v1/videos", Map.of())).path("id").asText();

        JsonNode frame = service.json("/api/v1/videos/" + id + "/frames/100");

        assertThat(frame.path("beginSeconds").asDouble()).isCloseTo(4.0, within(1e-4));
        assertThat(frame.path("endSeconds").asDouble()).isCloseTo(4.04, within(1e-4));
        isProblem(service.get("/api/v1/videos/" + id + "/frames/250"), 404);
        isProblem(service.get("/api/v1/videos/" + id + "/frames/-1"), 404);
        isProblem(service.get("/api/v1/videos/upload:00000000-0000-0000-0000-000000000000/frames/0"), 404);
    }

    @Test
    void aJobTellsHowItWasOrdered() {
        String id = json(service.upload("/api/v1/videos", Map.of())).path("id").asText();
        service.post(
                JOBS,
                "{\"requestKey\":\"wishes\",\"video\":\"" + id + "\",\"prompts\":[\"red ball\"],\"atFrame\":100,"
                        + "\"boxes\":[{\"xMin\":1,\"yMin\":1,\"xMax\":9,\"yMax\":9}],\"objective\":\"balanced\","
                        + "\"sceneCuts\":true,\"autoRepair\":true}");

        JsonNode job = service.json(JOBS + "/wishes");

        assertThat(job.path("atFrame").asInt()).isEqualTo(100);
        assertThat(job.path("objective").asText()).isEqualTo("balanced");
        assertThat(job.path("sceneCuts").asBoolean()).isTrue();
        assertThat(job.path("autoRepair").asBoolean()).isTrue();
        assertThat(job.path("perObject").asBoolean(true)).isFalse();
    }

    @Test
    void aSentVideoIsQuotedAndNothingIsCharged() {
        JsonNode quote = json(service.upload("/api/v1/quotes", Map.of()));
        assertThat(quote.path("quoteMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(quote.path("floorMicroUsd").asLong()).isEqualTo(100_000);
    }

    @Test
    void jobsAreListedPageByPageAndByPhaseAndText() {
        service.finishedJob("second");
        JsonNode page = service.json(JOBS + "?phase=DONE&limit=1");
        JsonNode rest = service.json(
                JOBS + "?phase=DONE&limit=500&after=" + page.path("next").asText());
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("items").get(0).path("key"))
                .isNotEqualTo(rest.path("items").get(0).path("key"));
        assertThat(rest.path("items").findValuesAsText("key")).contains("first");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(service.json(JOBS + "?phase=FAILED").path("items").findValuesAsText("key"))
                .doesNotContain("first", "second");
        assertThat(service.json(JOBS + "?q=SECON").path("items").findValuesAsText("key"))
                .containsExactly("second");
        assertThat(service.json(JOBS + "?q=%25").path("items")).isEmpty();
    }

    @Test
    void whatThereIsSoFarIsCoverageAndMasks() {
        JsonNode coverage = service.json(JOBS + "/first/coverage");
        HttpResponse<String> masks = service.get(JOBS + "/first/partial/masks.jsonl");

        assertThat(coverage.path("missing")).isEmpty();
        assertThat(coverage.path("tracks").get(0).path("frames").asInt()).isPositive();
        assertThat(masks.body()).isEqualTo(service.get(MASKS).body());
        isProblem(service.get(JOBS + "/nobody/coverage"), 404);
    }

    @Test
    void aFileIsFetchedWholeInRangesAndNotAtAllWhereItIsKnown() {
        HttpResponse<String> whole = service.get(MASKS);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> part = service.get(MASKS, "Range", "bytes=10-19");
        HttpResponse<String> tail = service.get(MASKS, "Range", "bytes=-5");
        HttpResponse<String> beyond = service.get(MASKS, "Range", "bytes=99999999-");
        HttpResponse<String> changed = service.get(MASKS, "Range", "bytes=10-19", "If-Range", "\"other\"");
        assertThat(whole.body().lines()).hasSize(251);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(whole.body().substring(10, 20));
        assertThat(part.headers().firstValue("Content-Range"))
                .contains("bytes 10-19/" + whole.body().length());
        assertThat(tail.body()).isEqualTo(whole.body().substring(whole.body().length() - 5));
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(service.get(MASKS, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void aResultIsExportedWhenItIsAskedForAndTheSourceCanBeSeen() {
        HttpResponse<String> csv = service.get(JOBS + "/first/exports/csv");
        HttpResponse<String> video = service.get(JOBS + "/first/video", "Range", "bytes=4-7");
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.body().lines().count()).isGreaterThan(200);
        assertThat(video.statusCode()).isEqualTo(206);
        assertThat(video.body()).isEqualTo("ftyp");
        assertThat(service.get(JOBS + "/first/exports/overlay").statusCode()).isEqualTo(400);
    }

    @Test
    void moneyIsToldEntryByEntryAndAgainstItsBudgets() {
        JsonNode ledger = service.json("/api/v1/ledger?job=first");
        JsonNode budgets = service.json("/api/v1/budgets");
        assertThat(ledger.path("items").findValuesAsText("kind")).contains("RESERVE", "CHARGE", "RELEASE");
        assertThat(ledger.path("total").path("spentMicroUsd").asLong()).isZero();
        assertThat(ledger.path("total").path("simulatedSpentMicroUsd").asLong()).isGreaterThanOrEqualTo(100_000);
        assertThat(budgets.findValuesAsText("name")).containsExactly("tenant", "month", "day");
        assertThat(budgets.get(2).path("limitMicroUsd").asLong()).isEqualTo(5_000_000);
        assertThat(budgets.get(2).path("used").path("simulatedSpentMicroUsd").asLong())
                .isPositive();
    }

    @Test
    void everyChangeIsInTheAudit() {
        assertThat(service.json("/api/v1/audit").path("items").findValuesAsText("subject"))
                .contains(JOBS);
        assertThat(service.json("/api/v1/operator/queue")).isEmpty();
    }

    @Test
    void aJobTellsItsProgressUntilItEnds() {
        service.upload(JOBS, Map.of("prompt", "green ball", "requestKey", "told"));
        String events = service.get(JOBS + "/told/events").body();
        assertThat(events).contains("\"phase\":\"DONE\"");
        assertThat(events.lines().filter(line -> line.startsWith("data:")).count())
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404",
        "GET, /api/v1/jobs/none, 404",
        "GET, /api/v1/jobs/none/files/masks.jsonl, 404",
        "GET, /api/v1/jobs/first/files/none, 404",
        "GET, /api/v1/jobs/first/files/..%2F..%2Fpasswd, 404",
        "GET, /api/v1/jobs/..%2Fdefault, 400",
        "GET, /api/v1/jobs?limit=0, 400",
        "GET, /api/v1/jobs?after=!, 400",
        "GET, /api/v1/jobs?phase=sleeping, 400",
        "GET, /api/v1/jobs/first/exports/none, 400",
        "PUT, /api/v1/jobs, 405",
        "DELETE, /api/v1/jobs/none, 404"
    })
    void whatIsWrongIsAProblemThatSaysSo(String method, String path, int status) {
        isProblem(service.method(method, path, ""), status);
    }

    /** An address inside the network is a job like any other, which ends before anything is fetched or paid. */
    @Test
    void anOrderByUrlBecomesAJobAndOneOfAnInsideAddressFails() {
        HttpResponse<String> ordered = service.post(
                JOBS,
                "{\"video\":\"http://192.168.1.1/film.mp4?token=secret-token\",\"prompts\":[\"x\"],"
                        + "\"requestKey\":\"inside\"}");
        assertThat(ordered.statusCode()).isEqualTo(202);
        assertThat(ordered.headers().firstValue("Location").orElse("")).endsWith("/api/v1/jobs/inside");

        await().atMost(RunningService.PATIENCE)
                .until(() ->
                        service.json(JOBS + "/inside").path("phase").asText().equals("FAILED"));

        assertThat(service.json(JOBS + "/inside").path("failure").asText()).isNotEmpty();
        assertThat(service.get(JOBS + "/inside").body()).doesNotContain("secret-token");
        assertThat(service.json("/api/v1/ledger?job=inside").path("items")).isEmpty();
    }

    @Test
    void bodiesThatAreNoOrderAreProblems() {
        for (String body : List.of(
                "{",
                "[]",
                "{\"video\":7}",
                "{\"video\":\"upload:../../etc\",\"prompts\":[\"x\"]}",
                "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"],\"parallel\":1000}",
                "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"],\"objective\":\"luck\"}",
                "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"],\"exports\":[\"none\"]}",
                "{\"video\":\"file:///etc/passwd\",\"prompts\":[\"x\"]}",
                "{\"requestKey\":\"a/b\",\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"]}")) {
            isProblem(service.post(JOBS, body), 400);
        }
        isProblem(
                service.post(JOBS, "{\"video\":\"upload:00000000-0000-0000-0000-000000000000\",\"prompts\":[\"x\"]}"),
                404);
        isProblem(service.post(JOBS, "{\"prompts\":[\"" + "x".repeat(2_000_000) + "\"]}"), 413);
        isProblem(service.post(JOBS, "{}", "Idempotency-Key", "x".repeat(300)), 400);
    }

    @Test
    void aPromptLongerThanTheOperatorAllowsIsRefusedAndTheFileSentAlongIsNotKept() throws IOException {
        String prompt = "the person who carries a red ball";
        Set<Path> before = filesSent();

        HttpResponse<String> sent = service.upload(JOBS, Map.of("prompt", prompt, "requestKey", "too-long"));
        HttpResponse<String> named =
                service.post(JOBS, "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"" + prompt + "\"]}");

        for (HttpResponse<String> refused : List.of(sent, named)) {
            isProblem(refused, 400);
            assertThat(json(refused).path("detail").asText()).contains("33 characters");
        }
        assertThat(filesSent()).isEqualTo(before);
        isProblem(service.get(JOBS + "/too-long"), 404);
    }

    /** What is kept of all that was sent. */
    private static Set<Path> filesSent() throws IOException {
        Path uploads = Files.createDirectories(folder.resolve("home").resolve("uploads"));
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    private static void isProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("status").asInt()).isEqualTo(status);
        assertThat(json(answer).path("title").asText()).isNotBlank();
        assertThat(json(answer).path("detail").asText()).isNotBlank();
    }

    @Test
    void everyRouteIsDescribed() {
        JsonNode paths = service.json("/q/openapi?format=json").path("paths");
        assertThat(paths.fieldNames())
                .toIterable()
                .contains(
                        JOBS,
                        JOBS + "/{key}",
                        JOBS + "/{key}/events",
                        JOBS + "/{key}/files/{name}",
                        "/api/v1/quotes",
                        "/api/v1/ledger",
                        "/api/v1/budgets",
                        "/api/v1/operator/queue",
                        "/api/v1/audit");
        assertThat(paths.path(JOBS).path("post").path("requestBody").toString()).contains("maxChargeUsd");
    }

    @Test
    void otherSitesPagesAndForeignNamesAreKeptOut() throws IOException {
        String order = "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"]}";
        isProblem(service.post(JOBS, order, "Origin", "https://evil.example"), 403);
        isProblem(service.post(JOBS, order, "Sec-Fetch-Site", "cross-site"), 403);
        assertThat(rawStatus("GET /api/v1/jobs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .contains("421");
        HttpResponse<String> preflight = service.method(
                "OPTIONS", JOBS, "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void pagesCarryAStrictPolicy() {
        var headers = service.get("/console/").headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    private static String rawStatus(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void aStatementIsJsonOrCsv() {
        String path = "/api/v1/statements/" + YearMonth.now(ZoneOffset.UTC) + "?money=simulated";
        assertThat(service.json(path).path("entries").size()).isGreaterThanOrEqualTo(3);
        assertThat(service.get(path + "&format=csv").body()).startsWith("posted_at,job,kind");
        isProblem(service.get("/api/v1/statements/lately"), 400);
    }
}
