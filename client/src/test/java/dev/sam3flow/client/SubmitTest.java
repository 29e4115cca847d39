package dev.sam3flow.client;

import static dev.sam3flow.client.ScriptedProvider.data;
import static dev.sam3flow.client.ScriptedProvider.error;
import static dev.sam3flow.client.ScriptedProvider.hangUp;
import static dev.sam3flow.client.ScriptedProvider.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubmitTest {
    private static final String PATH = "POST /wavespeed-ai/sam3-video-rle";
    private static final PredictionInput INPUT = new PredictionInput(
            URI.create("https://cdn.example/a/m-123.mp4?sig=SECRET"), Prompts.ofText("person"), true);

    private ScriptedProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aPromptThatIsLongerThanTheOperatorAllowsIsRefusedBeforeAnythingIsSent() {
        WaveSpeedClient strict = new WaveSpeedClient(provider.settings()
                .promptLimit(new PromptLimit(5, PromptLimit.Excess.REFUSE))
                .build());
        assertThatThrownBy(() -> strict.submit(INPUT, null))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("nothing was sent", "\"person\" has 6 characters");
        assertThat(provider.seen()).isEmpty();
    }

    @Test
    void sendsOnlyWhatTheProviderNames() {
        provider.onData(
                PATH, "{\"id\":\"abc123\",\"status\":\"created\",\"created_at\":\"2026-01-02T03:04:05.123456789Z\"}");
        PredictionInput input = new PredictionInput(
                INPUT.video(),
                new Prompts(
                        List.of("person", "red ball"),
                        List.of(new PointPrompt(1, 2, true), new PointPrompt(3, 4, false)),
                        List.of(new BoxPrompt(5, 6, 7, 8))),
                false);

        Prediction begun = provider.client().submit(input, "http://127.0.0.1/hooks/m 1?x=1&y=2");

        assertThat(begun.id().value()).isEqualTo("abc123");
        assertThat(begun.status()).isEqualTo(PredictionStatus.CREATED);
        assertThat(begun.createdAt()).isEqualTo("2026-01-02T03:04:05.123456789Z");
        ScriptedProvider.Seen seen = provider.seen().get(0);
        assertThat(seen.query()).isEqualTo("webhook=http%3A%2F%2F127.0.0.1%2Fhooks%2Fm+1%3Fx%3D1%26y%3D2");
        assertThat(seen.header("Authorization")).isEqualTo("Bearer canary-key-123");
        assertThat(seen.header("Content-Type")).isEqualTo("application/json");
        assertThat(seen.body())
                .isEqualTo("{\"video\":\"https://cdn.example/a/m-123.mp4?sig=SECRET\",\"prompt\":\"person, red ball\","
                        + "\"point_prompts\":[{\"x\":1,\"y\":2,\"label\":1},{\"x\":3,\"y\":4,\"label\":0}],"
                        + "\"box_prompts\":[{\"x_min\":5,\"y_min\":6,\"x_max\":7,\"y_max\":8}],\"apply_mask\":false}");
    }

    @Test
    void aPlainWebhookIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> provider.client().submit(INPUT, "http://hooks.example/x"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("nothing was sent", "https");
        assertThat(provider.seen()).isEmpty();
    }

    static Stream<Arguments> answers() {
        String fine = "{\"id\":\"abc\",\"status\":\"created\"}";
        return Stream.of(
                Arguments.of("400", error(400, "prompt is required"), RejectedException.class),
                Arguments.of("401", error(401, "unauthorized"), RejectedException.class),
                Arguments.of("402", error(402, "no balance"), RejectedException.class),
                Arguments.of("403", json(403, "{\"error_code\":\"ROLE\"}"), RejectedException.class),
                Arguments.of("413", error(413, "large"), RejectedException.class),
                Arguments.of("422 text", json(422, "no"), RejectedException.class),
                Arguments.of(
                        "200 with code 400", json(200, "{\"code\":400,\"message\":\"bad\"}"), RejectedException.class),
                Arguments.of(
                        "200 with task code",
                        json(200, "{\"code\":1401,\"message\":\"bad\"}"),
                        RejectedException.class),
                Arguments.of("429", error(429, "slow down"), RateLimitedException.class),
                Arguments.of(
                        "200 with code 429",
                        json(200, "{\"code\":429,\"message\":\"slow\"}"),
                        RateLimitedException.class),
                Arguments.of("500", error(500, "oops"), SubmissionOutcomeUnknownException.class),
                Arguments.of("502", json(502, "<html>bad gateway</html>"), SubmissionOutcomeUnknownException.class),
                Arguments.of("503", error(503, "busy"), SubmissionOutcomeUnknownException.class),
                Arguments.of("504 html", json(504, "<html/>"), SubmissionOutcomeUnknownException.class),
                Arguments.of("408", error(408, "late"), SubmissionOutcomeUnknownException.class),
                Arguments.of("409", error(409, "conflict"), SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "400 around code 500", json(400, "{\"code\":500}"), SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "400 with an id",
                        json(400, "{\"code\":400,\"data\":" + fine + "}"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "200 with code 500 and an id",
                        json(200, "{\"code\":500,\"data\":" + fine + "}"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of("301", json(301, "", "Location", "/other"), SubmissionOutcomeUnknownException.class),
                Arguments.of("307", json(307, "", "Location", "/other"), SubmissionOutcomeUnknownException.class),
                Arguments.of("200 html", json(200, "<html/>"), SubmissionOutcomeUnknownException.class),
                Arguments.of("200 empty", json(200, ""), SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "200 cut JSON",
                        json(200, "{\"code\":200,\"data\":{\"id\":\"ab"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of("200 no data", json(200, "{\"code\":200}"), SubmissionOutcomeUnknownException.class),
                Arguments.of("200 data null", data("null"), SubmissionOutcomeUnknownException.class),
                Arguments.of("200 no id", data("{\"status\":\"created\"}"), SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "200 id number",
                        data("{\"id\":12,\"status\":\"created\"}"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "200 id empty",
                        data("{\"id\":\"\",\"status\":\"created\"}"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of(
                        "200 id with path",
                        data("{\"id\":\"../../x\",\"status\":\"created\"}"),
                        SubmissionOutcomeUnknownException.class),
                Arguments.of("200 list", data("[" + fine + "]"), SubmissionOutcomeUnknownException.class),
                Arguments.of("hang up", hangUp(), SubmissionOutcomeUnknownException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void eachAnswerHasOneMeaningAndIsAskedForOnce(String name, ScriptedProvider.Step answer, Class<?> expected) {
        provider.on(PATH, answer);

        Throwable thrown = catchThrowable(() -> provider.client().submit(INPUT, null));

        assertThat(thrown).isInstanceOf(expected);
        assertThat(thrown.toString()).doesNotContain("SECRET").doesNotContain("canary");
        assertThat(provider.seen()).hasSize(1);
    }

    @Test
    void anAnswerThatNeverComesIsUnknownAndWasSentOnce() throws Exception {
        try (RawServer silent = new RawServer((socket, head) -> Thread.sleep(60_000))) {
            WaveSpeedClient client = new WaveSpeedClient(
                    provider.settings().baseUrl(silent.at("/api/v3")).build());

            assertThatThrownBy(() -> client.submit(INPUT, null)).isInstanceOf(SubmissionOutcomeUnknownException.class);

            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerCutWithinItsBodyIsUnknown() throws Exception {
        try (RawServer cutting =
                new RawServer(RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":200"))) {
            WaveSpeedClient client = new WaveSpeedClient(
                    provider.settings().baseUrl(cutting.at("/api/v3")).build());

            assertThatThrownBy(() -> client.submit(INPUT, null)).isInstanceOf(SubmissionOutcomeUnknownException.class);

            assertThat(cutting.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatDripsForeverEndsAtTheTimeout() throws Exception {
        try (RawServer dripping = new RawServer((socket, head) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".getBytes());
            while (!Thread.currentThread().isInterrupted()) {
                socket.getOutputStream().write(' ');
                socket.getOutputStream().flush();
                Thread.sleep(50);
            }
        })) {
            WaveSpeedClient client = new WaveSpeedClient(
                    provider.settings().baseUrl(dripping.at("/api/v3")).build());

            long began = System.nanoTime();
            assertThatThrownBy(() -> client.submit(INPUT, null)).isInstanceOf(SubmissionOutcomeUnknownException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void withoutAConnectionNothingWasSent() throws Exception {
        int port;
        try (RawServer gone = new RawServer(RawServer.saying(""))) {
            port = gone.port();
        }
        WaveSpeedClient client = new WaveSpeedClient(provider.settings()
                .baseUrl(URI.create("http://127.0.0.1:" + port + "/api/v3"))
                .build());

        assertThatThrownBy(() -> client.submit(INPUT, null))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("nothing was sent");
    }

    @Test
    void theAccountsOwnLimitRefusesBeforeTheProviderDoes() {
        provider.onData(PATH, "{\"id\":\"abc\",\"status\":\"created\"}")
                .onData("GET /predictions/abc/result", "{\"id\":\"abc\",\"status\":\"failed\",\"error\":\"no\"}");
        WaveSpeedClient client = new WaveSpeedClient(
                provider.settings().limits(new RateLimits(100, 1)).build());
        client.submit(INPUT, null);

        assertThatThrownBy(() -> client.submit(INPUT, null))
                .isInstanceOf(RateLimitedException.class)
                .hasMessageContaining("nothing was sent");

        assertThat(provider.seen("POST", "/api/v3/wavespeed-ai/sam3-video-rle")).hasSize(1);
        client.poll(new dev.sam3flow.core.prediction.PredictionId("abc"));
        assertThat(client.submit(INPUT, null).id().value()).isEqualTo("abc");
    }

    @Test
    void retryAfterIsReadInSecondsAndCapped() {
        for (Map.Entry<String, Duration> given : Map.of(
                        "7", Duration.ofSeconds(7), "99999999999999999999", Duration.ofMinutes(15), "-3", Duration.ZERO)
                .entrySet()) {
            provider.on(PATH, json(429, "{\"code\":429}", "Retry-After", given.getKey()));

            RateLimitedException limited = (RateLimitedException)
                    catchThrowable(() -> provider.client().submit(INPUT, null));

            assertThat(limited.retryAfter().orElse(Duration.ZERO)).isEqualTo(given.getValue());
        }
    }
}
