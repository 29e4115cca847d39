package dev.sam3flow.app.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sam3 serve} in a process of its own, and a client that talks to it. */
final class RunningService implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final Path BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----sam3";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Sam3Process.@Nullable Running process;

    private RunningService(URI base, Sam3Process.@Nullable Running process) {
        this.base = base;
        this.process = process;
    }

    /** A client of what runs already. */
    static RunningService at(URI base) {
        return new RunningService(base, null);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is ready. */
    static RunningService start(Path folder, Map<String, String> environment) {
        return start(folder, freePort(), environment);
    }

    static RunningService start(Path folder, int port, Map<String, String> environment) {
        return start(new Sam3Process(folder), port, environment);
    }

    /** One that is started as the process says. */
    static RunningService start(Sam3Process sam3, int port, Map<String, String> environment) {
        sam3.with("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.forEach(sam3::with);
        RunningService service = new RunningService(URI.create("http://127.0.0.1:" + port), sam3.start("serve"));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> service.get("/q/health/ready").statusCode() == 200);
        return service;
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    Duration processorTime() {
        return process == null
                ? Duration.ZERO
                : process.process().toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Programs that it has started and that run. */
    List<ProcessHandle> programs() {
        return process == null ? List.of() : process.process().descendants().toList();
    }

    String log() {
        return process == null ? "" : process.errSoFar();
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    JsonNode json(String path, String... headers) {
        return json(get(path, headers));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    HttpResponse<String> method(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path, headers);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(method, BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return method("POST", path, body, headers);
    }

    /** Sends the sample with these fields as a form. */
    HttpResponse<String> upload(String path, Map<String, String> fields, String... headers) {
        try {
            return form(path, "balls.mp4", Files.readAllBytes(BALLS), fields, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a form of one file of any name, and further fields. */
    HttpResponse<String> form(
            String path, String fileName, byte[] file, Map<String, String> fields, String... headers) {
        StringBuilder begin = new StringBuilder();
        fields.forEach((name, value) -> begin.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\""
                + name + "\"\r\n\r\n" + value + "\r\n"));
        begin.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"video\"; filename=\"" + fileName
                + "\"\r\nContent-Type: video/mp4\r\n\r\n");
        return send(request(path, headers)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(begin.toString()),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"))));
    }

    /** Orders the sample under a key and waits until it is done. */
    void finishedJob(String key, String... headers) {
        upload("/api/v1/jobs", Map.of("prompt", "red ball", "requestKey", key), headers);
        await().atMost(PATIENCE)
                .until(() -> json("/api/v1/jobs/" + key, headers)
                        .path("phase")
                        .asText()
                        .equals("DONE"));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.process().destroy();
            process.await();
        }
    }
}
