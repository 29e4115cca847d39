package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of the contract, with the words it answers. */
class ProviderContractTest {
    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private ProviderSimulator simulator;
    private Customer customer;
    private Path video;

    @BeforeEach
    void start() throws IOException {
        simulator = TestVideos.simulator()
                .clock(clock)
                .delay(Duration.ofSeconds(10))
                .start();
        customer = new Customer(simulator);
        video = TestVideos.video(folder, 30, 12_300_000);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aPredictionIsCreatedProcessedAndCompleted() throws Exception {
        String id = submitted();
        assertThat(customer.result(id).path("status").asText()).isEqualTo("created");
        clock.pass(Duration.ofSeconds(2));
        assertThat(customer.result(id).path("status").asText()).isEqualTo("processing");
        clock.pass(Duration.ofSeconds(8));

        JsonNode data = completed(id);

        assertThat(data.path("outputs").get(0).path("rle_url").asText())
                .matches("http://127.0.0.1:\\d+/outputs/" + id + "/.*_rle\\.json");
        assertThat(data.path("outputs").get(0).path("video_url").asText()).endsWith(".mp4");
        assertThat(data.path("urls").path("get").asText())
                .isEqualTo(simulator.baseUrl() + "/predictions/" + id + "/result");
        assertThat(data.path("created_at").asText()).isEqualTo("2031-05-04T10:00:00.123456789Z");
        assertThat(data.path("error").asText()).isEmpty();
        assertThat(data.path("executionTime").asLong()).isEqualTo(8_000);
    }

    @Test
    void theFileOfMasksHasOneTextAFrame() throws Exception {
        JsonNode data = completedAtOnce(submitted());

        HttpResponse<String> masks =
                customer.open(data.path("outputs").get(0).path("rle_url").asText());

        assertThat(Customer.JSON.readTree(masks.body()))
                .hasSize(30)
                .allMatch(text -> text.asText().equals("2 2 6 2 10 2"));
        assertThat(masks.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void theVideoOfTheOutputIsTheReceivedOne() throws Exception {
        JsonNode data = completedAtOnce(submitted());

        HttpResponse<String> answer =
                customer.open(data.path("outputs").get(0).path("video_url").asText());

        assertThat(answer.body()).isEqualTo(Files.readString(video));
    }

    @Test
    void withoutAMaskToApplyThereIsNoVideo() throws Exception {
        ObjectNode input = Customer.input(customer.upload(video), "man").put("apply_mask", false);
        String id = id(customer.post("/" + Customer.MODEL, input.toString()));

        JsonNode data = completedAtOnce(id);

        assertThat(data.path("outputs").get(0).has("video_url")).isFalse();
    }

    @Test
    void theChargeIsTakenWhenThePredictionIsCreated() throws Exception {
        String id = submitted();

        JsonNode row = Customer.data(customer.post(
                        "/billings/search", "{\"page\":1,\"page_size\":10,\"prediction_uuids\":[\"" + id + "\"]}"))
                .path("items")
                .get(0);

        assertThat(row.path("billing_type").asText()).isEqualTo("deduct");
        assertThat(row.path("price").decimalValue()).isEqualByComparingTo("0.15");
        assertThat(row.path("order").path("state").asText()).isEqualTo("pre");
        assertThat(row.path("prediction").path("uuid").asText()).isEqualTo(id);
        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(150_000);
        assertThat(Customer.data(customer.get("/balance")).path("balance").decimalValue())
                .isEqualByComparingTo("999.85");
    }

    @Test
    void billingRowsMayBeInMicroUsd() throws Exception {
        simulator.account().setBillsInMicroUsd(true);
        submitted();

        JsonNode rows = Customer.data(customer.post("/billings/search", "{}")).path("items");

        assertThat(rows.get(0).path("price").asLong()).isEqualTo(150_000);
    }

    @Test
    void aBillingRowIsDoneWhenThePredictionHasEnded() throws Exception {
        String id = submitted();
        completedAtOnce(id);

        JsonNode rows = Customer.data(customer.post("/billings/search", "{\"billing_type\":\"deduct\"}"));

        assertThat(rows.path("items").get(0).path("order").path("state").asText())
                .isEqualTo("done");
    }

    @Test
    void theQuoteIsWhatWillBeCharged() throws Exception {
        String body = Customer.JSON
                .createObjectNode()
                .put("model_id", Customer.MODEL)
                .set("inputs", Customer.input(customer.upload(video), "man"))
                .toString();

        JsonNode price = Customer.data(customer.post("/model/price", body));
        JsonNode pricing = Customer.data(customer.post("/model/pricing", body));

        assertThat(price.path("price").decimalValue()).isEqualByComparingTo("0.15");
        assertThat(pricing.path("unit_price").decimalValue()).isEqualByComparingTo("0.15");
    }

    @Test
    void aQuoteWithoutAVideoIsTheBasePrice() throws Exception {
        String body = "{\"model_id\":\"" + Customer.MODEL + "\",\"inputs\":{\"prompt\":\"man\"}}";

        JsonNode price = Customer.data(customer.post("/model/price", body));

        assertThat(price.path("price").decimalValue()).isEqualByComparingTo("0.05");
    }

    @Test
    void theListIsNewestFirstAndTellsTheInputsWhenAsked() throws Exception {
        submitted();
        clock.pass(Duration.ofSeconds(1));
        String second = submitted();

        JsonNode data = Customer.data(customer.post(
                "/predictions",
                "{\"page\":1,\"page_size\":1,\"model\":\"" + Customer.MODEL + "\",\"include_inputs\":true}"));

        assertThat(data.path("items")).hasSize(1);
        assertThat(data.path("total").asInt()).isEqualTo(2);
        assertThat(data.path("items").get(0).path("id").asText()).isEqualTo(second);
        assertThat(data.path("items").get(0).path("inputs").path("video").asText())
                .contains("/uploads/");
    }

    @Test
    void theListIsLimitedToATimeWindow() throws Exception {
        submitted();
        clock.pass(Duration.ofSeconds(60));
        String second = submitted();

        JsonNode data = Customer.data(customer.post(
                "/predictions",
                "{\"created_after\":\"2031-05-04T10:00:30Z\",\"created_before\":\"2031-05-04T10:02:00Z\"}"));

        assertThat(data.path("items"))
                .extracting(item -> item.path("id").asText())
                .containsExactly(second);
    }

    @Test
    void theListLagsBehind() throws Exception {
        simulator.account().setListLag(Duration.ofSeconds(5));
        submitted();
        assertThat(Customer.data(customer.post("/predictions", "{}")).path("items"))
                .isEmpty();

        clock.pass(Duration.ofSeconds(5));

        assertThat(Customer.data(customer.post("/predictions", "{}")).path("items"))
                .hasSize(1);
    }

    @Test
    void deletingCountsWhatItKnewAndStopsWhatRuns() throws Exception {
        String id = submitted();

        JsonNode data =
                Customer.data(customer.post("/predictions/delete", "{\"ids\":[\"" + id + "\",\"0123456789abcdef\"]}"));

        assertThat(data.path("deleted_count").asInt()).isEqualTo(1);
        assertThat(customer.result(id).path("status").asText()).isEqualTo("deleted");
        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(150_000);
    }

    @Test
    void theOldFormOfDeletingTellsTheStatus() throws Exception {
        String id = submitted();

        JsonNode data = Customer.data(customer.delete("/predictions/" + id));

        assertThat(data.path("id").asText()).isEqualTo(id);
        assertThat(data.path("status").asText()).isEqualTo("deleted");
    }

    @ParameterizedTest
    @CsvSource({"STOPS, deleted, 150000", "STOPS_AND_REFUNDS, deleted, 0", "RUNS_ON, created, 150000"})
    void whatDeletingARunningPredictionDoesIsAChoice(DeleteEffect effect, String status, long charged)
            throws Exception {
        simulator.account().setDeleteEffect(effect);
        String id = submitted();

        customer.delete("/predictions/" + id);

        assertThat(customer.result(id).path("status").asText()).isEqualTo(status);
        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(charged);
    }

    @Test
    void aForgottenPredictionIsNotFound() throws Exception {
        simulator.account().setDeleteEffect(DeleteEffect.FORGETS);
        String id = submitted();

        customer.delete("/predictions/" + id);

        assertThat(customer.get("/predictions/" + id + "/result").statusCode()).isEqualTo(404);
    }

    @Test
    void theOldFormOfTheResultAnswersToo() throws Exception {
        String id = submitted();

        JsonNode data = Customer.data(customer.get("/predictions/" + id));

        assertThat(data.path("id").asText()).isEqualTo(id);
    }

    @Test
    void afterSevenDaysNothingIsLeft() throws Exception {
        String id = submitted();
        String masks =
                completedAtOnce(id).path("outputs").get(0).path("rle_url").asText();

        clock.pass(Duration.ofDays(7));

        assertThat(customer.get("/predictions/" + id + "/result").statusCode()).isEqualTo(404);
        assertThat(customer.open(masks).statusCode()).isEqualTo(404);
    }

    @Test
    void theLegacyUploadTakesAForm() throws Exception {
        String form = "--X\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--X\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a b.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"
                + "30 5000000\r\n--X--\r\n";

        JsonNode data = Customer.data(
                customer.send(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/media/upload/binary"))
                        .header("Authorization", "Bearer k")
                        .header("Content-Type", "multipart/form-data; boundary=X")
                        .POST(HttpRequest.BodyPublishers.ofString(form))));

        assertThat(data.path("filename").asText()).isEqualTo("a b.mp4");
        assertThat(data.path("size").asInt()).isEqualTo(10);
        assertThat(customer.open(data.path("download_url").asText()).body()).isEqualTo("30 5000000");
    }

    @Test
    void bytesArePutWithTheTicketsHeadersAndWithoutAKey() throws Exception {
        JsonNode ticket = Customer.data(
                customer.post("/media/uploads", "{\"filename\":\"v.mp4\",\"size\":5,\"content_type\":\"video/mp4\"}"));
        URI url = URI.create(ticket.path("upload").path("url").asText());
        String token =
                ticket.path("upload").path("headers").path("x-upload-token").asText();
        HttpRequest.Builder put = HttpRequest.newBuilder(url)
                .header("Content-Type", "video/mp4")
                .header("x-upload-token", token)
                .PUT(HttpRequest.BodyPublishers.ofString("12345"));

        assertThat(customer.send(put.copy().header("Authorization", "Bearer k")).statusCode())
                .isEqualTo(403);
        assertThat(customer.send(put.copy().setHeader("Content-Type", "video/webm"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(customer.send(put.copy().PUT(HttpRequest.BodyPublishers.ofString("1234")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(customer.send(put).statusCode()).isEqualTo(200);
    }

    @Test
    void anUploadThatIsTooLargeIsRefused() throws Exception {
        HttpResponse<String> answer = customer.post("/media/uploads", "{\"filename\":\"v.mp4\",\"size\":999999999999}");

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void modelsAndTheSecretAreTold() throws Exception {
        JsonNode models = Customer.data(customer.get("/models"));
        JsonNode secret = Customer.data(customer.get("/webhook/secret"));

        assertThat(models.get(0).path("model_id").asText()).isEqualTo(Customer.MODEL);
        assertThat(secret.path("secret").asText()).startsWith("whsec_");
    }

    @Test
    void anUnknownPathIsReadAsAModel() throws Exception {
        HttpResponse<String> answer = customer.post("/wavespeed-ai/sam3-video-rel", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Model not found");
    }

    @Test
    void withoutAKeyOrWithAWrongOneNothingIsTold() throws Exception {
        simulator.account().setKeys("right");

        assertThat(new Customer(simulator, "").get("/balance").statusCode()).isEqualTo(401);
        assertThat(new Customer(simulator, "wrong").get("/balance").statusCode())
                .isEqualTo(401);
        assertThat(new Customer(simulator, "right").get("/balance").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"man\"}",
                "{\"video\":\"VIDEO\"}",
                "{\"video\":\"VIDEO\",\"prompt\":\" \"}",
                "{\"video\":\"VIDEO\",\"prompt\":7}",
                "{\"video\":\"VIDEO\",\"prompt\":\"man\",\"point_prompts\":[[1,2]]}",
                "{\"video\":\"VIDEO\",\"prompt\":\"man\",\"point_prompts\":[{\"x\":1,\"y\":2,\"label\":3}]}",
                "{\"video\":\"VIDEO\",\"prompt\":\"man\",\"box_prompts\":[{\"x_min\":1}]}",
                "{\"video\":\"VIDEO\",\"prompt\":\"man\",\"apply_mask\":\"yes\"}",
                "not json"
            })
    void anInputOfTheWrongShapeIsRefusedAndNotBilled(String input) throws Exception {
        String body = input.replace("VIDEO", customer.upload(video));

        HttpResponse<String> answer = customer.post("/" + Customer.MODEL, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(simulator.book().rows()).isEmpty();
    }

    @Test
    void unknownKeysAreDroppedWithoutAWordAndTheRunIsBilled() throws Exception {
        ObjectNode input = Customer.input(customer.upload(video), "man").put("colour", "red");

        HttpResponse<String> answer = customer.post("/" + Customer.MODEL, input.toString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(simulator.book().paidPredictions()).hasSize(1);
    }

    @Test
    void aVideoOfMoreThanTenMinutesIsRefused() throws Exception {
        String url = customer.upload(TestVideos.video(folder, 10, 600_000_001));

        HttpResponse<String> answer = customer.submit(url, "man");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(simulator.book().rows()).isEmpty();
    }

    @Test
    void aVideoThatCannotBeHadFailsAndIsRefunded() throws Exception {
        String id = id(customer.submit("https://example.org/cat.mp4", "cat"));
        clock.pass(Duration.ofSeconds(10));

        JsonNode data = customer.result(id);

        assertThat(data.path("status").asText()).isEqualTo("failed");
        assertThat(data.path("code").asInt()).isEqualTo(1402);
        assertThat(simulator.book().rows()).extracting(BookRow::refund).containsExactly(false, true);
        assertThat(simulator.book().chargedMicroUsd()).isZero();
    }

    @Test
    void overTheLimitAMinuteASubmitIsRefused() throws Exception {
        simulator.account().setLimits(2, 100).setRetryAfter("7");
        submitted();
        submitted();

        HttpResponse<String> answer = customer.submit(customer.upload(video), "man");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(simulator.book().rows()).hasSize(2);
        clock.pass(Duration.ofSeconds(60));
        submitted();
    }

    @Test
    void overTheLimitOfRunsAPredictionWaitsSilently() throws Exception {
        simulator.account().setLimits(100, 1);
        String first = submitted();
        String second = submitted();
        clock.pass(Duration.ofSeconds(2));
        assertThat(customer.result(first).path("status").asText()).isEqualTo("processing");
        assertThat(customer.result(second).path("status").asText()).isEqualTo("created");

        completedAtOnce(first);

        assertThat(customer.result(second).path("status").asText()).isEqualTo("processing");
    }

    @Test
    void withoutBalanceNothingIsCreated() throws Exception {
        simulator.account().setBalanceMicroUsd(149_999);

        HttpResponse<String> answer = customer.submit(customer.upload(video), "man");

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(simulator.book().rows()).isEmpty();
    }

    @Test
    void aDiscountIsToldAndTaken() throws Exception {
        simulator.account().setDiscountPercent(10);
        submitted();

        assertThat(simulator.book().rows())
                .extracting(BookRow::microUsd, BookRow::originMicroUsd)
                .containsExactly(tuple(135_000L, 150_000L));
    }

    @Test
    void everyAnswerSaysThatItIsSimulated() throws Exception {
        assertThat(customer.get("/balance").headers().firstValue("X-Sam3flow-Simulator"))
                .contains("true");
    }

    @Test
    void everyRequestIsRecordedWithoutItsKey() throws Exception {
        submitted();

        assertThat(simulator.recorded())
                .extracting(RecordedRequest::call)
                .containsExactly(ProviderCall.UPLOAD_TICKET, ProviderCall.UPLOAD_BYTES, ProviderCall.SUBMIT);
        assertThat(simulator.recorded().toString()).doesNotContain("any-key");
        assertThat(simulator.recorded().get(2).body()).contains("\"prompt\":\"man\"");
    }

    private String submitted() throws Exception {
        return id(customer.submit(customer.upload(video), "man"));
    }

    private static String id(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Customer.data(answer).path("id").asText();
    }

    private JsonNode completedAtOnce(String id) {
        clock.pass(Duration.ofSeconds(10));
        return completed(id);
    }

    /** Masks are made in a thread of their own, in real time. */
    private JsonNode completed(String id) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(
                        () -> customer.result(id),
                        data -> data.path("status").asText().equals("completed"));
    }
}
