package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {
    private static final String SECRET = "whsec_0123456789abcdef0123456789abcdef";

    /** A webhook as it arrived. */
    private record Arrival(String path, String id, long timestamp, String signature, String body) {
        JsonNode json() throws IOException {
            return Customer.JSON.readTree(body);
        }
    }

    @TempDir
    Path folder;

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private ProviderSimulator simulator;
    private HttpServer receiver;
    private Customer customer;
    private String url;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            arrivals.add(new Arrival(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 500 : 200, -1);
            exchange.close();
        });
        receiver.start();
        simulator = TestVideos.simulator().start();
        simulator.account().setWebhookSecrets(SECRET);
        customer = new Customer(simulator);
        url = customer.upload(TestVideos.video(folder, 30, 5_000_000));
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.stop(0);
    }

    @Test
    void theSignatureIsThatOfThePublishedVector() throws Exception {
        assertThat(signature(
                        SECRET,
                        "45b392b22c3b449fa935bd4dc1a7f001",
                        1758798328,
                        "{\"id\":\"45b392b22c3b449fa935bd4dc1a7f001\",\"status\":\"completed\"}"))
                .isEqualTo("v3,05e8b2f0a34720de7f8f27fcaa41ce7f9f5ba14afd0ceb59ad91f16e4b2513f6");
    }

    @Test
    void theBarePredictionArrivesWithItsInputAndASignature() throws Exception {
        String id = submit("/hook/marker-1");

        await().until(() -> !arrivals.isEmpty());

        Arrival arrival = arrivals.get(0);
        assertThat(arrival.path()).isEqualTo("/hook/marker-1");
        assertThat(arrival.json().path("id").asText()).isEqualTo(id);
        assertThat(arrival.json().path("status").asText()).isEqualTo("completed");
        assertThat(arrival.json().path("input").path("video").asText()).isEqualTo(url);
        assertThat(arrival.signature()).isEqualTo(signature(SECRET, arrival.id(), arrival.timestamp(), arrival.body()));
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        simulator.account().rotateWebhookSecret("whsec_new");
        submit("/hook");

        await().until(() -> !arrivals.isEmpty());

        Arrival arrival = arrivals.get(0);
        assertThat(arrival.signature().split(" "))
                .containsExactly(
                        signature("whsec_new", arrival.id(), arrival.timestamp(), arrival.body()),
                        signature(SECRET, arrival.id(), arrival.timestamp(), arrival.body()));
    }

    @Test
    void aReceiverThatFailsIsAskedAgain() throws Exception {
        refusals.set(2);

        submit("/hook");

        await().until(() -> arrivals.size() == 3);
        assertThat(arrivals)
                .extracting(Arrival::body)
                .allMatch(body -> body.equals(arrivals.get(0).body()));
    }

    @Test
    void failuresAreToldToo() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.ENDS_FAILED));

        submit("/hook");

        await().until(() -> !arrivals.isEmpty());
        assertThat(arrivals.get(0).json().path("status").asText()).isEqualTo("failed");
    }

    @Test
    void aWebhookMayComeTwice() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.WEBHOOK_TWICE));

        submit("/hook");

        await().until(() -> arrivals.size() == 2);
        assertThat(arrivals.get(0)).isEqualTo(arrivals.get(1));
    }

    @Test
    void aWebhookMayComeBeforeTheAnswer() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.WEBHOOK_EARLY));

        String id = submit("/hook");

        assertThat(arrivals).extracting(Arrival::id).containsExactly(id);
    }

    @Test
    void aWebhookMayBeForgedBeforeTheGenuineOne() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.WEBHOOK_FORGED));

        submit("/hook");

        await().until(() -> arrivals.size() == 2);
        assertThat(arrivals)
                .extracting(a -> a.signature().equals(signature(SECRET, a.id(), a.timestamp(), a.body())))
                .containsExactly(false, true);
        assertThat(arrivals.get(0).body()).contains("forged");
    }

    @Test
    void aWebhookMayBeStale() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.WEBHOOK_STALE));

        submit("/hook");

        await().until(() -> !arrivals.isEmpty());
        assertThat(Instant.now().getEpochSecond() - arrivals.get(0).timestamp()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void webhooksMayComeInTheWrongOrder() throws Exception {
        simulator.faults().nextRun(new Fault(FaultKind.WEBHOOK_REORDERED, 30_000));
        String first = submit("/hook");
        await().until(() -> customer.result(first).path("status").asText().equals("completed"));
        String second = submit("/hook");

        await().until(() -> arrivals.size() == 2);

        assertThat(arrivals).extracting(Arrival::id).containsExactly(second, first);
    }

    @Test
    void aWebhookMayComeLateOrNever() throws Exception {
        simulator.faults().nextRun(Fault.of(FaultKind.WEBHOOK_LOST));
        submit("/hook");
        simulator.faults().nextRun(new Fault(FaultKind.WEBHOOK_LATE, 2_000));
        String late = submit("/hook");
        String prompt = submit("/hook");

        await().until(() -> arrivals.size() == 2);

        assertThat(arrivals).extracting(Arrival::id).containsExactly(prompt, late);
    }

    private String submit(String path) throws Exception {
        String hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
        return Customer.data(customer.submit(url, "man", hook)).path("id").asText();
    }

    /** Written here a second time, from the contract's words. */
    private static String signature(String secret, String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.substring(6).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v3," + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
