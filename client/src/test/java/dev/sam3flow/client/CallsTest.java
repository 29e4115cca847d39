package dev.sam3flow.client;

import static dev.sam3flow.client.ScriptedProvider.data;
import static dev.sam3flow.client.ScriptedProvider.error;
import static dev.sam3flow.client.ScriptedProvider.hangUp;
import static dev.sam3flow.client.ScriptedProvider.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure.Reason;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.core.prompt.Prompts;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private static final PredictionId ID = new PredictionId("p1");
    private static final String BALANCE = "GET /balance";
    private static final String RESULT = "GET /predictions/p1/result";
    private static final PredictionInput INPUT =
            new PredictionInput(URI.create("https://cdn.example/a.mp4"), Prompts.ofText("person"), true);

    private ScriptedProvider provider;
    private WaveSpeedClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
        client = provider.client();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"rle_url\":\"https://c.example/x_rle.json\",\"video_url\":\"https://c.example/x.mp4\"}]",
                "[\"{\\\"rle_url\\\":\\\"https://c.example/x_rle.json\\\",\\\"video_url\\\":\\\"https://c.example/x.mp4\\\"}\"]",
                "[\"https://c.example/x_rle.json\",\"https://c.example/x.mp4\"]",
                "[\"https://c.example/x.mp4\",\"https://c.example/x_rle.json\"]",
                "{\"rle_url\":\"https://c.example/x_rle.json\",\"video_url\":\"https://c.example/x.mp4\"}"
            })
    void readsEveryWrappingOfTheOutputs(String outputs) {
        provider.onData(RESULT, "{\"id\":\"p1\",\"status\":\"completed\",\"outputs\":" + outputs + "}");

        Prediction seen = client.poll(ID);

        assertThat(seen.outputs())
                .isEqualTo(new PredictionOutputs(
                        URI.create("https://c.example/x_rle.json"), URI.create("https://c.example/x.mp4")));
        assertThat(seen.toString()).doesNotContain("c.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[\"https://c.example/x.mp4\"]", "{}", "[\"file:///etc/x_rle.json\"]", "7"})
    void aCompletedPredictionWithoutMasksIsMalformed(String outputs) {
        provider.onData(RESULT, "{\"id\":\"p1\",\"status\":\"completed\",\"outputs\":" + outputs + "}");

        assertThatThrownBy(() -> client.poll(ID)).isInstanceOf(MalformedResponseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "created, CREATED",
        "PROCESSING, PROCESSING",
        "queued, UNKNOWN",
        "cancelled, CANCELLED",
        "timeout, TIMEOUT",
        "deleted, DELETED",
        "failed, FAILED"
    })
    void readsStatusWords(String word, PredictionStatus status) {
        provider.onData(RESULT, "{\"id\":\"p1\",\"status\":\"" + word + "\",\"outputs\":null}");

        assertThat(client.poll(ID).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "failed, 1200, MODERATED",
        "failed, 1402, INVALID_INPUT",
        "failed, 1405, MODEL_FAILED",
        "failed, 5003, PROVIDER_FAILED",
        "failed, 5004, TIMED_OUT",
        "failed, 0, MODEL_FAILED",
        "timeout, 0, TIMED_OUT",
        "cancelled, 0, CANCELLED"
    })
    void aFailedPredictionIsAValueWithItsReason(String word, int code, Reason reason) {
        provider.onData(
                RESULT,
                "{\"id\":\"p1\",\"status\":\"" + word + "\",\"code\":" + code
                        + ",\"error\":\"see https://x.example/?sig=SECRET now\"}");

        Prediction seen = client.poll(ID);

        assertThat(seen.failure().reason()).isEqualTo(reason);
        assertThat(seen.failure().message()).isEqualTo("see <url> now");
    }

    @Test
    void asksAgainWhileTheTroubleIsTemporary() {
        provider.on(BALANCE, error(503, "busy"), hangUp(), data("{\"balance\":1}"));

        assertThat(client.balance()).isEqualTo(MicroUsd.ofUsd("1"));
        assertThat(provider.seen()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void givesUpAfterItsTriesAndSaysThatARetryMayHelp() {
        provider.on(BALANCE, error(504, "late"));

        assertThatThrownBy(() -> client.balance())
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.retryable()).isTrue());
        assertThat(provider.seen()).hasSize(3);
    }

    /** The provider asks for 5 s between two looks: only who polls knows when the next one is due. */
    @Test
    void aLookIsOneRequestWhateverComesBack() {
        provider.on(RESULT, error(503, "busy"), hangUp(), data("{\"id\":\"p1\",\"status\":\"processing\"}"));

        assertThatThrownBy(() -> client.poll(ID)).isInstanceOf(UnavailableException.class);
        assertThat(provider.seen()).hasSize(1);
        assertThatThrownBy(() -> client.poll(ID)).isInstanceOf(UnavailableException.class);
        assertThat(provider.seen()).hasSize(2);
        assertThat(client.poll(ID).status()).isEqualTo(PredictionStatus.PROCESSING);
        assertThat(provider.seen()).hasSize(3);
    }

    @Test
    void aLongRetryAfterEndsTheTriesAndIsHandedOn() {
        provider.on(BALANCE, json(429, "{\"code\":429}", "Retry-After", "33"));

        assertThatThrownBy(() -> client.balance())
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(33)));
        assertThat(provider.seen()).hasSize(1);
    }

    @Test
    void retryAfterMayBeADate() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        WaveSpeedClient atNewYear = new WaveSpeedClient(
                provider.settings().build(),
                dev.sam3flow.client.download.Resolver.SYSTEM,
                java.time.Clock.fixed(now, java.time.ZoneOffset.UTC));
        provider.on(RESULT, json(429, "{\"code\":429}", "Retry-After", "Thu, 01 Jan 2026 00:01:30 GMT"));

        assertThatThrownBy(() -> atNewYear.poll(ID))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(90)));
    }

    @Test
    void anExpiredPredictionIsNotFound() {
        provider.on(RESULT, error(404, "task not found"));

        assertThatThrownBy(() -> client.poll(ID)).isInstanceOf(NotFoundException.class);
        assertThat(provider.seen()).hasSize(1);
    }

    @Test
    void anUnknownResultPathFallsBackToTheOldForm() {
        provider.on(RESULT, error(400, "Model not found"))
                .onData("GET /predictions/p1", "{\"id\":\"p1\",\"status\":\"created\"}");

        assertThat(client.poll(ID).status()).isEqualTo(PredictionStatus.CREATED);
        client.poll(ID);
        assertThat(provider.seen()).as("the older form is remembered").hasSize(3);
    }

    @Test
    void anAnswerAboutAnotherPredictionIsMalformed() {
        provider.onData(RESULT, "{\"id\":\"p2\",\"status\":\"created\"}");

        assertThatThrownBy(() -> client.poll(ID)).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void aWrongKeyIsRejectedWithoutShowingIt() {
        provider.on("GET /balance", error(401, "bad key canary-key-123-with-more-letters"));

        assertThatThrownBy(() -> client.balance())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("check the API key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        WaveSpeedClient small = new WaveSpeedClient(
                provider.settings().sizes(new SizeLimits(100, 100, 1000)).build());
        provider.onData("GET /balance", "{\"balance\":1,\"x\":\"" + "y".repeat(5000) + "\"}");

        assertThatThrownBy(small::balance)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void compressedAnswersAreRefused() {
        provider.on("GET /balance", json(200, "xx", "Content-Encoding", "gzip"));

        assertThatThrownBy(() -> client.balance())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("gzip");
    }

    @Test
    void redirectsOfTheApiAreNotFollowed() {
        provider.on(
                "GET /balance", json(302, "", "Location", provider.at("/stolen").toString()));

        assertThatThrownBy(() -> client.balance()).isInstanceOf(MalformedResponseException.class);
        assertThat(provider.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"12.5, 12500000", "'\"3.001\"', 3001000", "0.0000004, 0", "0.0000005, 1", "-1, -1000000"})
    void readsTheBalanceExactly(String usd, long micros) {
        provider.onData("GET /balance", "{\"balance\":" + usd + "}");

        assertThat(client.balance()).isEqualTo(new MicroUsd(micros));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"balance\":null}", "{\"balance\":\"NaN\"}", "{\"balance\":1e999999999}", "null"})
    void aBalanceThatIsNoAmountIsMalformed(String data) {
        provider.onData("GET /balance", data);

        assertThatThrownBy(() -> client.balance()).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void quotesTheDiscountedPrice() {
        provider.onData("POST /model/price", "{\"model_id\":\"m\",\"price\":0.6,\"discounted_price\":0.54}");

        assertThat(client.quote(INPUT)).isEqualTo(new MicroUsd(540_000));
        assertThat(provider.seen().get(0).body())
                .isEqualTo(
                        "{\"model_id\":\"wavespeed-ai/sam3-video-rle\",\"inputs\":{\"video\":\"https://cdn.example/a.mp4\","
                                + "\"prompt\":\"person\",\"apply_mask\":true}}");
    }

    @Test
    void quotesByTheOlderFormWhereTheNewerIsUnknown() {
        provider.on("POST /model/price", error(400, "Model not found"))
                .onData("POST /model/pricing", "{\"unit_price\":\"0.60\"}");

        assertThat(client.quote(INPUT)).isEqualTo(new MicroUsd(600_000));
    }

    @Test
    void tellsADeletedPredictionFromAnUnknownOne() {
        provider.on("POST /predictions/delete", data("{\"deleted_count\":1}"), data("{\"deleted_count\":0}"));

        assertThat(client.delete(ID)).isEqualTo(DeleteOutcome.DELETED);
        assertThat(client.delete(ID)).isEqualTo(DeleteOutcome.UNKNOWN_THERE);
        assertThat(provider.seen().get(0).body()).isEqualTo("{\"ids\":[\"p1\"]}");
    }

    @Test
    void deletesByTheOlderFormWhereTheNewerIsUnknown() {
        provider.on("POST /predictions/delete", error(405, "no"))
                .on("DELETE /predictions/p1", data("{\"id\":\"p1\",\"status\":\"deleted\"}"), error(404, "none"));

        assertThat(client.delete(ID)).isEqualTo(DeleteOutcome.DELETED);
        assertThat(client.delete(ID)).isEqualTo(DeleteOutcome.UNKNOWN_THERE);
    }

    @Test
    void findsThroughAllPagesOnceEachAndOnlyInsideTheWindow() {
        String early = "{\"id\":\"early\",\"status\":\"created\",\"created_at\":\"2026-01-01T09:59:59Z\"}";
        String a = "{\"id\":\"a\",\"status\":\"completed\",\"created_at\":\"2026-01-01T10:00:00Z\",\"outputs\":null,"
                + "\"inputs\":{\"video\":\"https://c.example/m-1.mp4\"}}";
        String b = "{\"id\":\"b\",\"status\":\"odd\",\"input\":\"{\\\"video\\\":\\\"https://c.example/m-2.mp4\\\"}\"}";
        provider.on(
                "POST /predictions",
                data("{\"page\":1,\"items\":[" + b + "," + a + "]}"),
                data("{\"page\":2,\"items\":[" + a + "," + early + "]}"),
                data("{\"page\":3,\"items\":[]}"));

        List<Prediction> found = client.find(
                new TimeWindow(Instant.parse("2026-01-01T10:00:00Z"), Instant.parse("2026-01-01T11:00:00Z")));

        assertThat(found).extracting(p -> p.id().value()).containsExactly("b", "a");
        assertThat(found)
                .extracting(Prediction::inputVideo)
                .containsExactly("https://c.example/m-2.mp4", "https://c.example/m-1.mp4");
        assertThat(provider.seen().get(1).body())
                .contains("\"include_inputs\":true", "\"page\":2", "\"created_after\":\"2026-01-01T09:59:59Z\"");
    }

    @Test
    void readsBillingRowsOfThePredictionsAskedFor() {
        provider.on(
                "POST /billings/search",
                data("{\"total\":4,\"items\":["
                        + "{\"uuid\":\"r1\",\"billing_type\":\"deduct\",\"price\":0.05,\"created_at\":\"2026-01-01T10:00:00Z\","
                        + "\"order\":{\"state\":\"pre\"},\"prediction\":{\"uuid\":\"p1\"}},"
                        + "{\"uuid\":\"r2\",\"billing_type\":\"refund\",\"price\":\"0.050000\",\"created_at\":\"2026-01-01T11:00:00+01:00\","
                        + "\"order\":{\"state\":\"done\",\"origin_price\":0.06},\"prediction\":{\"uuid\":\"p1\",\"model_uuid\":\"m7\"}},"
                        + "{\"uuid\":\"r3\",\"billing_type\":\"deduct\",\"price\":9,\"created_at\":\"2026-01-01T10:00:00Z\","
                        + "\"prediction\":{\"uuid\":\"other\"}},"
                        + "{\"uuid\":\"r4\",\"billing_type\":\"topup\",\"price\":100}]}"));

        assertThat(client.charges(List.of(ID)))
                .containsExactly(
                        new BillingRow(
                                "r1",
                                BillingRow.Kind.DEDUCT,
                                new MicroUsd(50_000),
                                Instant.parse("2026-01-01T10:00:00Z"),
                                false,
                                ID),
                        new BillingRow(
                                "r2",
                                BillingRow.Kind.REFUND,
                                new MicroUsd(50_000),
                                Instant.parse("2026-01-01T10:00:00Z"),
                                true,
                                ID,
                                new MicroUsd(60_000),
                                "m7"));
    }

    @Test
    void aBillingRowInMicroUsdIsNotTakenForDollars() {
        provider.onData(
                "POST /billings/search",
                "{\"total\":1,\"items\":[{\"uuid\":\"r\",\"billing_type\":\"deduct\",\"price\":50000,"
                        + "\"created_at\":\"2026-01-01T10:00:00Z\",\"prediction\":{\"uuid\":\"p1\"}}]}");
        WaveSpeedClient micro = new WaveSpeedClient(provider.settings()
                .billingUnit(WaveSpeedSettings.BillingUnit.MICRO_USD)
                .build());

        assertThatThrownBy(() -> client.charges(List.of(ID)))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("micro-USD");
        assertThat(micro.charges(List.of(ID)).get(0).price()).isEqualTo(new MicroUsd(50_000));
    }

    @Test
    void uploadsByTicketWithExactlyItsHeadersAndWithoutTheKey() throws Exception {
        Path video = Files.writeString(folder.resolve("local name.mp4"), "VIDEO");
        provider.onData(
                        "POST /media/uploads",
                        "{\"type\":\"video\",\"download_url\":\"https://c.example/u/m-1.mp4\",\"upload\":{\"method\":\"PUT\",\"url\":\""
                                + provider.at("/store/1?sig=x")
                                + "\",\"headers\":{\"Content-Type\":\"video/mp4\",\"X-A\":\"1\"}}}")
                .on("PUT /store/1", json(503, ""), json(200, ""));

        URI url = client.upload(video, "m-1.mp4");

        assertThat(url).isEqualTo(URI.create("https://c.example/u/m-1.mp4"));
        assertThat(provider.seen().get(0).body())
                .isEqualTo("{\"filename\":\"m-1.mp4\",\"size\":5,\"content_type\":\"video/mp4\"}");
        ScriptedProvider.Seen put = provider.seen("PUT", "/store/1").get(1);
        assertThat(put.body()).isEqualTo("VIDEO");
        assertThat(put.query()).isEqualTo("sig=x");
        assertThat(put.header("X-A")).isEqualTo("1");
        assertThat(put.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(put.header("Content-Length")).isEqualTo("5");
        assertThat(put.header("Authorization")).isNull();
    }

    /** A lost answer is found again by the name in the video's URL, so it must be there even where the provider renames. */
    @Test
    void aRenamedUploadStillCarriesItsName() throws Exception {
        Path video = Files.writeString(folder.resolve("v.mp4"), "VIDEO");
        provider.onData(
                        "POST /media/uploads",
                        "{\"download_url\":\"https://c.example/u/77.mp4\",\"upload\":{\"url\":\""
                                + provider.at("/store/1") + "\"}}")
                .on("PUT /store/1", json(200, ""));

        assertThat(client.upload(video, "m-1.mp4")).isEqualTo(URI.create("https://c.example/u/77.mp4#m-1.mp4"));
    }

    @Test
    void uploadsByTheOlderFormWhereTicketsAreUnknown() throws Exception {
        Path video = Files.writeString(folder.resolve("v.mp4"), "VIDEO");
        provider.on("POST /media/uploads", error(400, "Model not found"))
                .onData("POST /media/upload/binary", "{\"download_url\":\"https://c.example/u/m-1.mp4\"}");

        URI url = client.upload(video, "m-1.mp4");

        assertThat(url).isEqualTo(URI.create("https://c.example/u/m-1.mp4"));
        assertThat(provider.seen().get(1).body())
                .contains("name=\"file\"; filename=\"m-1.mp4\"", "\r\n\r\nVIDEO\r\n--");
        assertThat(provider.seen().get(1).header("Authorization")).isEqualTo("Bearer canary-key-123");
    }

    @Test
    void aTicketThatLeadsIntoThePrivateNetworkIsNotFollowed() throws Exception {
        Path video = Files.writeString(folder.resolve("v.mp4"), "VIDEO");
        provider.onData(
                "POST /media/uploads",
                "{\"download_url\":\"https://c.example/x.mp4\",\"upload\":{\"url\":\"https://169.254.169.254/latest\"}}");

        assertThatThrownBy(() -> client.upload(video, "m-1.mp4"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("not a public address");
    }

    @Test
    void fetchesTheMaskFile() throws Exception {
        provider.on("GET //x_rle.json".replace("//", "/"), json(200, "[\"1 2\"]"));

        try (InputStream in = client.fetch(new PredictionOutputs(provider.at("/x_rle.json"), null))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("[\"1 2\"]");
        }
        assertThat(provider.seen().get(0).header("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void anExpiredMaskFileIsNotFound(int status) {
        provider.on("GET /x_rle.json", json(status, ""));

        assertThatThrownBy(() -> client.fetch(new PredictionOutputs(provider.at("/x_rle.json"), null)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aMaskFileInThePrivateNetworkIsMalformed() {
        assertThatThrownBy(() -> client.fetch(new PredictionOutputs(URI.create("https://10.0.0.1/x_rle.json"), null)))
                .isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void theSimulatorsHeaderMakesItKnown() {
        provider.on(
                "GET /balance", json(200, "{\"code\":200,\"data\":{\"balance\":1}}", "X-Sam3flow-Simulator", "true"));
        assertThat(client.simulated()).isFalse();

        client.balance();

        assertThat(client.simulated()).isTrue();
        assertThat(client.endpoint()).isEqualTo(provider.baseUrl().toString());
    }

    @Test
    void anotherModelIsAnotherPlace() {
        WaveSpeedClient other = new WaveSpeedClient(WaveSpeedSettings.builder(ApiKey.of("any"))
                .baseUrl(provider.baseUrl())
                .model("wavespeed-ai/sam4-video-rle")
                .build());

        assertThat(other.endpoint()).isEqualTo(client.endpoint() + "/wavespeed-ai/sam4-video-rle");
    }

    @Test
    void listsModelsAndTheWebhookSecret() {
        provider.onData("GET /models", "[{\"model_id\":\"wavespeed-ai/sam3-video-rle\",\"base_price\":0.05}]")
                .onData("GET /webhook/secret", "{\"secret\":\"whsec_0123456789abcdef\"}");

        assertThat(client.models()).isEqualTo(Map.of("wavespeed-ai/sam3-video-rle", new MicroUsd(50_000)));
        assertThat(client.webhookSecret().toString()).isEqualTo("WebhookSecret[hidden]");
    }
}
