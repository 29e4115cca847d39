package dev.sam3flow.app.money;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider of the submit soak, a simulator in a process of its own. This side of it turns its knobs and reads its book and
 * its list by plain HTTP, without any code of the client's.
 */
final class SoakProvider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE_SIZE = 100;

    private final Worker process;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private SoakProvider(Worker process, URI base) {
        this.process = process;
        this.base = base;
    }

    static SoakProvider start() throws IOException {
        Worker process = Worker.start(SoakProvider.class);
        return new SoakProvider(process, URI.create(process.expect("listens at")));
    }

    /** The process: any bytes are a video of 12.3 s, which costs $0.15. */
    public static void main(String[] arguments) throws InterruptedException {
        ProviderSimulator simulator = ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 8, 6, 12_300_000, new int[1], 1))
                .masks((video, request, sink) -> sink.frame(List.of()))
                .start();
        System.out.println("listens at " + simulator.baseUrl());
        Thread.currentThread().join();
    }

    String baseUrl() {
        return base.toString();
    }

    /** From now on each such call, or for faults of runs each prediction, meets the fault with a probability. */
    void chance(@Nullable ProviderCall call, FaultKind kind, long amount, double probability, long seed)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("amount", amount)
                .put("probability", probability)
                .put("seed", seed);
        if (call != null) {
            body.put("call", call.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        asked("POST", "/admin/faults", body);
    }

    void account(String knob, long value) throws IOException, InterruptedException {
        asked("POST", "/admin/account", JsonNodeFactory.instance.objectNode().put(knob, value));
    }

    /** Nothing goes wrong from now on. */
    void calm() throws IOException, InterruptedException {
        asked("DELETE", "/admin/faults", null);
    }

    /** How often each fault was met. */
    Map<FaultKind, Integer> drawn() throws IOException, InterruptedException {
        Map<FaultKind, Integer> drawn = new HashMap<>();
        asked("GET", "/admin/faults", null)
                .path("drawn")
                .properties()
                .forEach(entry -> drawn.put(
                        FaultKind.valueOf(
                                entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_')),
                        entry.getValue().asInt()));
        return drawn;
    }

    /** {@code charged_micro_usd} and {@code rows}. */
    JsonNode book() throws IOException, InterruptedException {
        return asked("GET", "/admin/book", null);
    }

    /** All predictions: the URL of the video of each. */
    Map<String, String> list() throws IOException, InterruptedException {
        Map<String, String> videos = new HashMap<>();
        for (int page = 1; ; page++) {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("page", page)
                    .put("page_size", PAGE_SIZE)
                    .put("include_inputs", true);
            JsonNode items = asked("POST", base.getPath() + "/predictions", body)
                    .path("data")
                    .path("items");
            items.forEach(item -> videos.put(
                    item.path("id").asText(), item.path("inputs").path("video").asText()));
            if (items.size() < PAGE_SIZE) {
                return videos;
            }
        }
    }

    private JsonNode asked(String method, String path, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer soak")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        // the list is among what goes wrong
        for (int tries = 1; answer.statusCode() == 503 && tries < 20; tries++) {
            answer = http.send(request, BodyHandlers.ofString());
        }
        if (answer.statusCode() != 200) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
