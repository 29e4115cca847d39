package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What an operator tells a job over REST, and what becomes of it. Predictions take longer than any of these tests. */
@TestInstance(Lifecycle.PER_CLASS)
class ControlsIT {
    private static final String JOBS = "/api/v1/jobs/";

    @TempDir
    static Path folder;

    private ProviderSimulator simulator;
    private RunningService service;
    private String video;

    /** What the application is told beside its provider. */
    Map<String, String> environment() {
        return Map.of();
    }

    @BeforeAll
    void start() {
        simulator = ProviderSimulator.builder().delay(Duration.ofMinutes(10)).start();
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("WAVESPEED_API_KEY", "any");
        environment.put("WAVESPEED_BASE_URL", simulator.baseUrl());
        service = RunningService.start(folder, environment);
        video = RunningService.json(service.upload("/api/v1/videos", Map.of()))
                .path("id")
                .asText();
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
        simulator.close();
    }

    /** Five chunks. @param more of the JSON body, with a comma before each field */
    private void order(String key, String more) {
        HttpResponse<String> ordered = service.post(
                "/api/v1/jobs",
                "{\"requestKey\":\"" + key + "\",\"video\":\"" + video
                        + "\",\"prompts\":[\"red ball\"],\"maxChunkSeconds\":2.2,\"overlapSeconds\":0.2,\"reuse\":false"
                        + more + "}");
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
    }

    private JsonNode job(String key) {
        return service.json(JOBS + key);
    }

    private HttpResponse<String> tell(String key, String command, String arguments) {
        return service.post(JOBS + key + "/" + command, arguments);
    }

    private void told(String key, String command, String arguments) {
        HttpResponse<String> answer = tell(key, command, arguments);
        assertThat(answer.statusCode()).as(command + ": " + answer.body()).isEqualTo(200);
    }

    private void awaitPhase(String key, String phase) {
        await().atMost(RunningService.PATIENCE)
                .until(() -> job(key).path("phase").asText().equals(phase));
    }

    private String chunk(String key, int index, String field) {
        return job(key).path("chunks").path(index).path(field).asText();
    }

    private void awaitChunk(String key, int index, String phase) {
        await().atMost(RunningService.PATIENCE)
                .until(() -> chunk(key, index, "phase").equals(phase));
    }

    private long predicting(String key) {
        return job(key).path("chunks").findValuesAsText("phase").stream()
                .filter("PREDICTING"::equals)
                .count();
    }

    @Test
    void aJobIsPausedGoesOnWithMoreAtOnceAndIsCancelled() {
        order("steered", ",\"parallel\":1");
        awaitChunk("steered", 0, "PREDICTING");

        told("steered", "pause", "[]");
        awaitPhase("steered", "PAUSED");
        told("steered", "set-parallelism", "[\"3\"]");
        told("steered", "set-priority", "[\"1\"]");
        assertThat(predicting("steered")).isEqualTo(1);
        told("steered", "resume", "[]");
        await().atMost(RunningService.PATIENCE).until(() -> predicting("steered") == 3);
        told("steered", "cancel", "[]");
        awaitPhase("steered", "CANCELLED");

        assertThat(job("steered").path("heldMicroUsd").asLong()).isZero();
        assertThat(simulator.recorded())
                .filteredOn(request -> request.call() == ProviderCall.DELETE)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aQuoteOverTheLimitIsApprovedOrRefused() {
        order("dear", ",\"ask\":true,\"maxChargeUsd\":0.01");
        order("dearer", ",\"ask\":true,\"maxChargeUsd\":0.01");
        awaitPhase("dear", "WAITING_FOR_APPROVAL");
        awaitPhase("dearer", "WAITING_FOR_APPROVAL");

        told("dear", "approve", "[\"5.00\"]");
        told("dearer", "refuse", "[]");

        awaitChunk("dear", 0, "PREDICTING");
        awaitPhase("dearer", "FAILED");
        assertThat(job("dearer").path("failure").asText()).contains("it was not approved");
        told("dear", "cancel", "[]");
        awaitPhase("dear", "CANCELLED");
    }

    @Test
    void aChunkThatFailedIsLeftOutOrTriedAgain() {
        simulator.faults().next(ProviderCall.SUBMIT, new Fault(FaultKind.STATUS_BEFORE, 400), 2);
        order("broken", ",\"onChunkFailure\":\"ask\",\"maxChunkSeconds\":6,\"parallel\":2");
        awaitPhase("broken", "NEEDS_OPERATOR");

        HttpResponse<String> unpaid = tell("broken", "pay-again", "[\"1\"]");
        told("broken", "skip-chunk", "[\"1\"]");
        told("broken", "retry-chunk", "[\"2\"]");

        awaitChunk("broken", 1, "PREDICTING");
        assertThat(unpaid.statusCode()).isEqualTo(400);
        assertThat(chunk("broken", 0, "phase")).isEqualTo("FAILED");
        told("broken", "cancel", "[]");
        awaitPhase("broken", "CANCELLED");
    }

    @Test
    void aSubmitThatNobodyCanTellOfIsDecided() {
        simulator.account().setListTellsInputs(false);
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER), 3);
        Set<String> before = Set.copyOf(simulator.book().paidPredictions());
        order("lost", ",\"maxChunkSeconds\":4,\"parallel\":3,\"onChunkFailure\":\"gap\"");
        for (int chunk = 0; chunk < 3; chunk++) {
            awaitChunk("lost", chunk, "NEEDS_OPERATOR");
        }
        String found = simulator.book().paidPredictions().stream()
                .filter(id -> !before.contains(id))
                .findFirst()
                .orElseThrow();

        told("lost", "resolve-submit", "[\"1\",\"found:" + found + "\"]");
        told("lost", "resolve-submit", "[\"2\",\"absent\"]");
        told("lost", "resolve-submit", "[\"3\",\"abandon\"]");

        awaitChunk("lost", 0, "PREDICTING");
        awaitChunk("lost", 1, "PREDICTING");
        awaitChunk("lost", 2, "FAILED");
        assertThat(chunk("lost", 0, "predictionId")).isEqualTo(found);
        assertThat(chunk("lost", 0, "attempts")).isEqualTo("1");
        assertThat(chunk("lost", 1, "attempts")).isEqualTo("2");
        assertThat(simulator.book().paidPredictions()).hasSize(before.size() + 4);
        told("lost", "cancel", "[]");
        awaitPhase("lost", "CANCELLED");
        simulator.account().setListTellsInputs(true);
    }
}
