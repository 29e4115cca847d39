package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as an operator runs it: REST in, and a folder that is watched. */
class ServiceIT {
    private static final Path BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Running service;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        base = URI.create("http://127.0.0.1:" + port);
        service = new Sam3Process(folder)
                .with("QUARKUS_HTTP_PORT", Integer.toString(port))
                .with("SAM3_INBOX_FOLDER", folder.resolve("in box").toString())
                .with("SAM3_INBOX_PROMPT", "red ball")
                .start("serve");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        service.process().destroy();
        assertThat(service.await().err()).contains("SIMULATED");
    }

    @Test
    void aVideoDroppedInTheInboxComesOutAsAResultFolder() throws IOException {
        Path part = Files.copy(BALLS, folder.resolve("balls.part"));
        Files.move(part, folder.resolve("in box").resolve("balls.mp4"));
        Path result = folder.resolve("results").resolve("balls");
        await().atMost(PATIENCE).until(() -> Files.exists(result.resolve("summary.json")));
        assertThat(Files.lines(result.resolve("masks.jsonl"))).hasSize(251);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("in box/.done/balls.mp4")));
    }

    @Test
    void anUploadedVideoBecomesAJobWhoseFilesCanBeFetched() throws Exception {
        HttpResponse<String> ordered = upload("k1");
        assertThat(ordered.statusCode()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> job("k1").path("phase").asText().equals("DONE"));
        JsonNode job = job("k1");
        assertThat(job.path("chargedMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(job.path("quotedMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(get("/api/v1/jobs/k1/files/masks.jsonl").body().lines()).hasSize(251);
        assertThat(JSON.readTree(get("/api/v1/jobs").body()).path("items")).hasSize(1);
    }

    @Test
    void badOrdersAreProblemsThatSayWhatToDo() throws Exception {
        for (String body : List.of(
                "{\"video\":\"file:///etc/passwd\",\"prompts\":[\"x\"]}",
                "{\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"\"]}",
                "{\"prompts\":[\"x\"]}")) {
            HttpResponse<String> answer =
                    send("application/json", BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(JSON.readTree(answer.body()).path("detail").asText()).isNotBlank();
        }
        assertThat(get("/api/v1/jobs/none").statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(get("/api/v1/jobs").body()).path("items")).isEmpty();
    }

    private JsonNode job(String key) throws IOException {
        return JSON.readTree(get("/api/v1/jobs/" + key).body());
    }

    private HttpResponse<String> upload(String key) throws Exception {
        String boundary = "----sam3";
        String fields = field(boundary, "prompt", "red ball") + field(boundary, "requestKey", key) + "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"video\"; filename=\"balls.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(fields),
                BodyPublishers.ofFile(BALLS),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return send("multipart/form-data; boundary=" + boundary, body);
    }

    private static String field(String boundary, String name, String value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private HttpResponse<String> send(String type, BodyPublisher body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base.resolve("/api/v1/jobs"))
                        .header("content-type", type)
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
