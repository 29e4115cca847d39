package dev.sam3flow.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The plainest client there can be: each call as the contract writes it, nothing read into the answers. */
final class Customer {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String MODEL = "wavespeed-ai/sam3-video-rle";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;
    private final String key;

    Customer(ProviderSimulator simulator) {
        this(simulator, "any-key");
    }

    Customer(ProviderSimulator simulator, String key) {
        this.api = simulator.baseUrl();
        this.key = key;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(api + path).GET());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(api + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(api + path).DELETE());
    }

    HttpResponse<String> open(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)));
    }

    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Uploads by ticket and PUT, and tells the address. */
    String upload(Path file) throws IOException, InterruptedException {
        ObjectNode ask = JSON.createObjectNode()
                .put("filename", String.valueOf(file.getFileName()))
                .put("size", Files.size(file))
                .put("content_type", "video/mp4");
        JsonNode ticket = data(post("/media/uploads", ask.toString()));
        HttpRequest.Builder put = HttpRequest.newBuilder(
                        URI.create(ticket.path("upload").path("url").asText()))
                .PUT(HttpRequest.BodyPublishers.ofFile(file));
        ticket.path("upload")
                .path("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        HttpResponse<String> stored = send(put);
        if (stored.statusCode() != 200) {
            throw new IOException("PUT answers " + stored.statusCode() + " " + stored.body());
        }
        return ticket.path("download_url").asText();
    }

    HttpResponse<String> submit(String video, String prompt) throws IOException, InterruptedException {
        return post("/" + MODEL, input(video, prompt).toString());
    }

    HttpResponse<String> submit(String video, String prompt, String webhook) throws IOException, InterruptedException {
        return post(
                "/" + MODEL + "?webhook=" + URLEncoder.encode(webhook, StandardCharsets.UTF_8),
                input(video, prompt).toString());
    }

    static ObjectNode input(String video, String prompt) {
        return JSON.createObjectNode().put("video", video).put("prompt", prompt);
    }

    JsonNode result(String id) throws IOException, InterruptedException {
        return data(get("/predictions/" + id + "/result"));
    }

    static JsonNode data(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("data");
    }
}
