package dev.sam3flow.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers what a test scripted, in order, path by path; the last answer repeats. What was not scripted answers 599. */
final class ScriptedProvider implements AutoCloseable {
    record Seen(String method, String path, String query, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    interface Step {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Step>> script = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    ScriptedProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI baseUrl() {
        return at("/api/v3");
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** @param call such as {@code "GET /balance"}, below the base; a path that begins with {@code //} is taken from the root */
    ScriptedProvider on(String call, Step... steps) {
        script.put(call, new ArrayDeque<>(List.of(steps)));
        return this;
    }

    ScriptedProvider onData(String call, String data) {
        return on(call, data(data));
    }

    static Step data(String data) {
        return json(200, "{\"code\":200,\"message\":\"success\",\"data\":" + data + "}");
    }

    static Step error(int status, String message) {
        return json(status, "{\"code\":" + status + ",\"message\":\"" + message + "\"}");
    }

    static Step json(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Creates nothing and says nothing: the connection just ends. */
    static Step hangUp() {
        return HttpExchange::close;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<Seen> seen(String method, String path) {
        return seen.stream()
                .filter(s -> s.method().equals(method) && s.path().equals(path))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    path,
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body));
            step(exchange.getRequestMethod(), path).answer(exchange);
        }
    }

    private Step step(String method, String path) {
        Deque<Step> steps = script.get(method + " " + path.replaceFirst("^/api/v3", ""));
        if (steps == null) {
            return json(599, "not scripted: " + method + " " + path);
        }
        synchronized (steps) {
            return steps.size() > 1 ? steps.removeFirst() : steps.getFirst();
        }
    }

    /** A client of this provider that hurries. */
    WaveSpeedSettings.Builder settings() {
        java.time.Duration second = java.time.Duration.ofSeconds(1);
        return WaveSpeedSettings.builder(ApiKey.of("canary-key-123"))
                .baseUrl(baseUrl())
                .timeouts(new Timeouts(second, second, second, second, second.multipliedBy(5)))
                .retries(new Retries(2, java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(20)));
    }

    WaveSpeedClient client() {
        return new WaveSpeedClient(settings().build());
    }

    static String resource(java.nio.file.Path file) {
        try {
            return java.nio.file.Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
