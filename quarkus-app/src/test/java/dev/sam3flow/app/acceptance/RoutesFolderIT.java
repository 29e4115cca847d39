package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that an operator puts into the folder of a service that runs: the native executable takes them too. */
class RoutesFolderIT {
    private static final Path ROUTES =
            Path.of("..", "deploy", "routes").toAbsolutePath().normalize();
    private static final byte[] SECRET = "24 bytes of a test's own".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static final List<Delivery> DELIVERIES = new CopyOnWriteArrayList<>();
    private static HttpServer hook;
    private static RunningService service;

    /** What came to the webhook. */
    private record Delivery(String id, String timestamp, String signature, String body, int answered) {}

    @BeforeAll
    static void start() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", RoutesFolderIT::take);
        hook.start();
        Path routes = Files.createDirectory(folder.resolve("our routes"));
        Files.createDirectory(folder.resolve("in box"));
        service = RunningService.start(
                folder,
                Map.of(
                        "SAM3_ROUTES_FOLDER",
                        routes.toString(),
                        "SAM3_ROUTES_LOOK_EVERY",
                        "1s",
                        "SAM3_ROUTES_TELL_AGAIN",
                        "2s",
                        "SAM3_ROUTES_WEBHOOK_SECRET",
                        "whsec_" + Base64.getEncoder().encodeToString(SECRET),
                        "PROMPT",
                        "red ball",
                        "INBOX_FOLDER",
                        folder.resolve("in box").toString(),
                        "RESULTS_FOLDER",
                        folder.resolve("results here").toString(),
                        "WEBHOOK_URL",
                        "http://127.0.0.1:" + hook.getAddress().getPort() + "/ended"));
        for (String file : List.of("inbox-folder.yaml", "webhook-out.yaml")) {
            Files.copy(ROUTES.resolve(file), routes.resolve(file));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        hook.stop(0);
    }

    /** Refuses the first delivery of each end. */
    private static void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        int answer = DELIVERIES.stream().anyMatch(before -> before.id().equals(id)) ? 204 : 503;
        DELIVERIES.add(new Delivery(
                id,
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                body,
                answer));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    @Test
    void aVideoInTheFolderComesOutAsAResultFolder() throws IOException {
        Path part = Files.copy(RunningService.BALLS, folder.resolve("balls.part"));
        Files.move(part, folder.resolve("in box/two balls.mp4"));
        Path result = folder.resolve("results here/two balls");
        await().atMost(RunningService.PATIENCE).until(() -> Files.exists(result.resolve("summary.json")));
        assertThat(Files.lines(result.resolve("masks.jsonl"))).hasSize(251);
        await().atMost(RunningService.PATIENCE).until(() -> Files.exists(folder.resolve("in box/.done/two balls.mp4")));
    }

    @Test
    void theEndOfAJobIsPostedSignedAndAgainWhereItWasNotTaken() throws Exception {
        service.finishedJob("for-the-hook");
        await().atMost(RunningService.PATIENCE)
                .until(() -> deliveries("for-the-hook").size() >= 2);

        List<Delivery> sent = deliveries("for-the-hook");
        assertThat(sent).extracting(Delivery::answered).startsWith(503, 204);
        assertThat(sent).extracting(Delivery::id).containsOnly(sent.get(0).id());
        for (Delivery delivery : sent) {
            assertThat(delivery.body())
                    .contains("\"job\":\"default/for-the-hook\"", "\"phase\":\"DONE\"", "\"chargedMicroUsd\":");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            byte[] signed = mac.doFinal((delivery.id() + "." + delivery.timestamp() + "." + delivery.body())
                    .getBytes(StandardCharsets.UTF_8));
            assertThat(delivery.signature())
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
        }
    }

    private static List<Delivery> deliveries(String key) {
        return DELIVERIES.stream()
                .filter(delivery -> delivery.id().startsWith("default/" + key + "/"))
                .toList();
    }
}
