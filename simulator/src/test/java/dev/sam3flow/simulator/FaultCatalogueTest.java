package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.MaskLayout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each fault of the catalogue looks like from outside, and what it leaves in the book. */
class FaultCatalogueTest {
    @TempDir
    Path folder;

    private ProviderSimulator simulator;
    private Customer customer;
    private Path video;
    private String url;

    @BeforeEach
    void start() throws Exception {
        simulator = TestVideos.simulator().layout(MaskLayout.FRAMES_OBJECTS).start();
        customer = new Customer(simulator);
        video = TestVideos.video(folder, 30, 5_000_000);
        url = customer.upload(video);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"RESET", "STATUS_BEFORE", "RATE_LIMITED", "RATE_LIMITED_SECONDS", "RATE_LIMITED_ABSURD"})
    void someFaultsComeBeforeAnythingIsCreated(FaultKind kind) throws Exception {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(kind));

        trySubmit();

        assertThat(simulator.book().rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {
                "LOST_ANSWER",
                "STATUS_AFTER",
                "HTML_BODY",
                "WRONG_JSON",
                "WRONG_TYPES",
                "WRONG_ENVELOPE",
                "NO_ID",
                "PARTIAL_BODY",
                "REDIRECT"
            })
    void othersComeWhenThePredictionExistsAndIsBilled(FaultKind kind) throws Exception {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(kind));

        trySubmit();

        assertThat(simulator.book().paidPredictions()).hasSize(1);
        assertThat(Customer.data(customer.post("/predictions", "{\"include_inputs\":true}"))
                        .path("items")
                        .get(0)
                        .path("inputs")
                        .path("video")
                        .asText())
                .isEqualTo(url);
    }

    @Test
    void aLostAnswerIsAClosedConnection() {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));

        assertThatThrownBy(() -> customer.submit(url, "man")).isInstanceOf(IOException.class);
    }

    @Test
    void aResetConnectionIsClosed() {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.RESET));

        assertThatThrownBy(() -> customer.submit(url, "man")).isInstanceOf(IOException.class);
    }

    @Test
    void halfABodyBreaksOff() {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.PARTIAL_BODY));

        assertThatThrownBy(() -> customer.submit(url, "man")).isInstanceOf(IOException.class);
    }

    @Test
    void aSlowBodyIsStillWhole() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, new Fault(FaultKind.SLOW_BODY, 400));

        long start = System.nanoTime();
        HttpResponse<String> answer = customer.get("/balance");

        assertThat(Customer.data(answer).path("balance").isNumber()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(380));
    }

    @Test
    void aDelayedCallIsAnsweredLate() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, new Fault(FaultKind.DELAY, 200));
        simulator.faults().next(ProviderCall.MODELS, new Fault(FaultKind.ANSWER_DELAYED, 200));

        long start = System.nanoTime();
        customer.get("/balance");
        customer.get("/models");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
    }

    @Test
    void retryAfterMayBeADate() throws Exception {
        simulator.faults().next(ProviderCall.SUBMIT, new Fault(FaultKind.RATE_LIMITED_DATE, 90));

        HttpResponse<String> answer = customer.submit(url, "man");

        Instant until = ZonedDateTime.parse(
                        answer.headers().firstValue("Retry-After").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Duration.between(Instant.now(), until)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(91));
    }

    @Test
    void retryAfterMayBeAbsurdOrAbsent() throws Exception {
        simulator
                .faults()
                .next(ProviderCall.SUBMIT, Fault.of(FaultKind.RATE_LIMITED_ABSURD))
                .next(ProviderCall.SUBMIT, Fault.of(FaultKind.RATE_LIMITED));

        assertThat(customer.submit(url, "man").headers().firstValue("Retry-After"))
                .contains("99999999999");
        assertThat(customer.submit(url, "man").headers().firstValue("Retry-After"))
                .isEmpty();
    }

    @Test
    void aPageInHtmlIsNoJson() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, Fault.of(FaultKind.HTML_BODY));

        HttpResponse<String> answer = customer.get("/balance");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).startsWith("<html>");
    }

    @Test
    void jsonBreaksOff() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, Fault.of(FaultKind.WRONG_JSON));

        HttpResponse<String> answer = customer.get("/balance");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> Customer.JSON.readTree(answer.body())).isInstanceOf(JacksonException.class);
    }

    @Test
    void numbersBecomeTextAndTextNumbers() throws Exception {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.WRONG_TYPES));

        JsonNode data = Customer.data(customer.submit(url, "man"));

        assertThat(data.path("id").isNumber()).isTrue();
        assertThat(data.path("executionTime").isTextual()).isTrue();
    }

    @Test
    void anErrorMayComeWithStatus200() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, new Fault(FaultKind.WRONG_ENVELOPE, 5003));

        HttpResponse<String> answer = customer.get("/balance");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Customer.JSON.readTree(answer.body()).path("code").asInt()).isEqualTo(5003);
    }

    @Test
    void aBodyMayBeHugeOrABomb() throws Exception {
        simulator.faults().next(ProviderCall.BALANCE, new Fault(FaultKind.HUGE_BODY, 1 << 20));
        simulator.faults().next(ProviderCall.MODELS, new Fault(FaultKind.GZIP_BOMB, 8 << 20));

        assertThat(customer.get("/balance").body().length()).isGreaterThan(1 << 20);
        HttpResponse<String> bomb = customer.get("/models");
        assertThat(bomb.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(bomb.body().length()).isLessThan(100_000);
    }

    @Test
    void theStatusGoesBackwardsAndUnknownWordsCome() throws Exception {
        simulator.close();
        HandClock clock = new HandClock();
        simulator = TestVideos.simulator()
                .clock(clock)
                .delay(Duration.ofSeconds(10))
                .start();
        customer = new Customer(simulator);
        url = customer.upload(video);
        simulator.faults().nextRun(Fault.of(FaultKind.STATUS_BACKWARDS));
        String backwards = submit();
        simulator.faults().nextRun(new Fault(FaultKind.UNKNOWN_WORD, 1));
        String unknown = submit();

        clock.pass(Duration.ofSeconds(5));

        assertThat(List.of(status(backwards), status(backwards), status(backwards), status(backwards)))
                .containsExactly("processing", "created", "created", "processing");
        assertThat(List.of(status(unknown), status(unknown))).containsExactly("warming_up", "processing");
    }

    @ParameterizedTest
    @CsvSource({
        "ENDS_FAILED, failed, 0",
        "ENDS_CANCELLED, cancelled, 50000",
        "ENDS_TIMEOUT, timeout, 50000",
        "ENDS_DELETED, deleted, 50000"
    })
    void aRunMayEndInEveryBadWay(FaultKind kind, String word, long charged) throws Exception {
        simulator.faults().nextRun(Fault.of(kind));
        String id = submit();

        await().until(() -> status(id), word::equals);

        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(charged);
    }

    @Test
    void aRunMayNeverEnd() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.NEVER_ENDS));
        String never = submit();
        String other = submit();

        completed(other);

        assertThat(status(never)).isEqualTo("processing");
    }

    @Test
    void aRefundMayComeLate() throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.REFUND_LAG, 600_000));
        String late = submit();
        simulator.faults().nextRun(Fault.of(FaultKind.ENDS_FAILED));
        String failed = submit();

        await().until(() -> status(failed), "failed"::equals);

        assertThat(simulator.book().rows().stream().filter(BookRow::refund))
                .extracting(BookRow::predictionId)
                .containsExactly(failed)
                .doesNotContain(late);
    }

    @ParameterizedTest
    @EnumSource(OutputWrapping.class)
    void outputsComeInFourWrappings(OutputWrapping wrapping) throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.WRAPPING, wrapping.ordinal()));

        JsonNode outputs = completed(submit()).path("outputs");

        switch (wrapping) {
            case OBJECT_IN_LIST ->
                assertThat(outputs.get(0).path("rle_url").isTextual()).isTrue();
            case TEXT_IN_LIST ->
                assertThat(Customer.JSON
                                .readTree(outputs.get(0).asText())
                                .path("rle_url")
                                .isTextual())
                        .isTrue();
            case URLS_IN_LIST -> assertThat(outputs.get(0).asText()).endsWith("_rle.json");
            case OBJECT -> assertThat(outputs.path("rle_url").isTextual()).isTrue();
        }
    }

    @Test
    void outputsMayBeMissingOrExpired() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.OUTPUTS_MISSING));
        JsonNode none = completed(submit());
        simulator.faults().nextRun(Fault.of(FaultKind.RLE_MISSING));
        JsonNode videoOnly = completed(submit());
        simulator.faults().nextRun(Fault.of(FaultKind.OUTPUTS_EXPIRED));
        JsonNode expired = completed(submit());

        assertThat(none.path("outputs")).isEmpty();
        assertThat(videoOnly.path("outputs").get(0).has("rle_url")).isFalse();
        assertThat(customer.open(expired.path("outputs").get(0).path("rle_url").asText())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"-1, 29", "1, 31"})
    void theNumberOfFramesMayBeOff(long off, int frames) throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.FRAMES_OFF, off));

        assertThat(masks(submit()).path("num_frames").asInt()).isEqualTo(frames);
    }

    @Test
    void masksMayBeOfAnotherSizeUnitedOrEmpty() throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.WRONG_MASK_SIZE, 2));
        JsonNode larger = masks(submit());
        simulator.faults().nextRun(Fault.of(FaultKind.UNION_MASKS));
        JsonNode united = masks(submit());
        simulator.faults().nextRun(Fault.of(FaultKind.EMPTY_RESULT));
        JsonNode empty = masks(submit());

        assertThat(larger.path("width").asInt()).isEqualTo(10);
        assertThat(larger.path("frames")
                        .get(0)
                        .path("objects")
                        .get(0)
                        .path("rle")
                        .asText())
                .isEqualTo("2 2 12 2");
        assertThat(united.path("frames").get(0).path("objects")).hasSize(1);
        assertThat(empty.path("frames").get(0).path("objects")).isEmpty();
    }

    @Test
    void priceBalanceAndKeyMayChangeInTheMiddle() throws Exception {
        submit();
        simulator.faults().next(ProviderCall.SUBMIT, new Fault(FaultKind.PRICE_CHANGE, 70_000));
        submit();
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.BALANCE_CHANGE));

        assertThat(customer.submit(url, "man").statusCode()).isEqualTo(402);
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.KEY_ROTATION));
        assertThat(customer.submit(url, "man").statusCode()).isEqualTo(401);
        assertThat(simulator.book().rows()).extracting(BookRow::microUsd).containsExactly(50_000L, 70_000L);
    }

    @Test
    void listAndBillingRowsMayLagBehind() throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.LIST_LAG, 600_000));
        submit();
        simulator.faults().nextRun(new Fault(FaultKind.BILLING_LAG, 600_000));
        String unbilled = submit();

        assertThat(Customer.data(customer.post("/predictions", "{}")).path("items"))
                .extracting(item -> item.path("id").asText())
                .containsExactly(unbilled);
        assertThat(Customer.data(customer.post("/billings/search", "{}")).path("items"))
                .extracting(row -> row.path("prediction").path("uuid").asText())
                .doesNotContain(unbilled)
                .hasSize(1);
    }

    @Test
    void faultsAndKnobsAreReachedOverHttp() throws Exception {
        admin("POST", "/admin/faults", "{\"kind\":\"status-before\",\"call\":\"submit\",\"amount\":500,\"times\":2}");
        admin("POST", "/admin/faults", "{\"kind\":\"lost-answer\",\"call\":\"submit\",\"probability\":0.0,\"seed\":4}");
        admin("POST", "/admin/account", "{\"unit_micro_usd\":60000,\"rounding\":\"exact\"}");

        assertThat(customer.submit(url, "man").statusCode()).isEqualTo(500);
        assertThat(customer.submit(url, "man").statusCode()).isEqualTo(500);
        assertThat(customer.submit(url, "man").statusCode()).isEqualTo(200);
        assertThat(admin("GET", "/admin/book", "").path("charged_micro_usd").asLong())
                .isEqualTo(60_000);
        assertThat(admin("GET", "/admin/faults", "")
                        .path("drawn")
                        .path("status-before")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void webPagesCannotTurnTheKnobs() throws Exception {
        HttpResponse<String> answer = customer.send(
                HttpRequest.newBuilder(root().resolve("/admin/book")).header("Origin", "https://example.org"));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void anUnknownFaultIsRefused() throws Exception {
        HttpResponse<String> answer = customer.send(HttpRequest.newBuilder(root().resolve("/admin/faults"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"flood\"}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("flood");
    }

    private JsonNode admin(String method, String path, String body) throws Exception {
        return Customer.JSON.readTree(customer.send(HttpRequest.newBuilder(root().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)))
                .body());
    }

    private URI root() {
        return URI.create(simulator.baseUrl());
    }

    private void trySubmit() throws InterruptedException {
        try {
            customer.submit(url, "man");
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("timed out");
        }
    }

    private String submit() throws Exception {
        HttpResponse<String> answer = customer.submit(url, "man");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Customer.data(answer).path("id").asText();
    }

    private String status(String id) throws Exception {
        return customer.result(id).path("status").asText();
    }

    private JsonNode completed(String id) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(
                        () -> customer.result(id),
                        data -> data.path("status").asText().equals("completed"));
    }

    private JsonNode masks(String id) throws Exception {
        String rle = completed(id).path("outputs").get(0).path("rle_url").asText();
        return Customer.JSON.readTree(customer.open(rle).body());
    }
}
