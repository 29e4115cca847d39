package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.camel.event.Webhooks.Answer;
import dev.sam3flow.core.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String WEBHOOK = "sam3:webhook?webhookSecret=whsec_" + KEY;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    @AfterEach
    void stop() {
        context.stop();
    }

    private void listen(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    if (failing) {
                        throw new IllegalStateException("not now");
                    }
                    taken.add(exchange.copy());
                });
            }
        });
        context.start();
    }

    private static byte[] body(String id, String status) {
        return ("{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"outputs\":[]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> signed(byte[] body) throws Exception {
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(("m1." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>();
        headers.put("Webhook-Id", "m1");
        headers.put("Webhook-Timestamp", timestamp);
        headers.put("Webhook-Signature", "v3," + HexFormat.of().formatHex(mac.doFinal(body)));
        return headers;
    }

    private Answer deliver(String path, Map<String, String> headers, byte[] body) {
        return context.getComponent("sam3", Sam3Component.class).webhooks().receive(path, headers, body);
    }

    @Test
    void aGenuineCallbackBecomesAnExchangeWithItsMarkerAndNothingElseOfTheRequest() throws Exception {
        listen(WEBHOOK);
        byte[] body = body("p1", "completed");
        Map<String, String> headers = signed(body);
        headers.put("CamelSam3Operation", "delete");
        headers.put("cAmElFileName", "../../etc/passwd");
        headers.put("CAMELHTTPURI", "http://10.0.0.1/");

        Answer answer = deliver("/sam3/webhook/0123abcd", headers, body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(taken).singleElement().satisfies(exchange -> {
            assertThat(exchange.getMessage().getBody(Prediction.class).id().value())
                    .isEqualTo("p1");
            assertThat(exchange.getMessage().getHeaders())
                    .containsOnly(
                            Map.entry(Sam3Constants.PREDICTION_ID, "p1"),
                            Map.entry(Sam3Constants.STATUS, "completed"),
                            Map.entry(Sam3Constants.ENDED, true),
                            Map.entry(Sam3Constants.MARKER, "0123abcd"));
        });
    }

    @Test
    void duplicatesInAnyOrderAreTakenOnce() throws Exception {
        listen(WEBHOOK);
        List<byte[]> deliveries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            deliveries.addAll(Collections.nCopies(10, body("p" + i, "completed")));
        }
        Collections.shuffle(deliveries, new Random(5));

        for (byte[] body : deliveries) {
            assertThat(deliver("/sam3/webhook/marker-1", signed(body), body).status())
                    .isEqualTo(200);
        }

        assertThat(taken).hasSize(1000);
        assertThat(taken)
                .extracting(e -> e.getMessage().getHeader(Sam3Constants.PREDICTION_ID))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsForgedAlteredOrTooLargeReachesNoRoute() throws Exception {
        listen(WEBHOOK);
        byte[] body = body("p1", "completed");
        Map<String, String> headers = signed(body);
        Map<String, String> unsigned = new HashMap<>(headers);
        unsigned.remove("Webhook-Signature");

        assertThat(deliver("/sam3/webhook/m", headers, body("p2", "completed")).status())
                .isEqualTo(401);
        assertThat(deliver("/sam3/webhook/m", unsigned, body).status()).isEqualTo(401);
        assertThat(deliver("/sam3/webhook/m", headers, new byte[2 << 20]).status())
                .isEqualTo(413);
        assertThat(deliver("/sam3/webhook/a/b", headers, body).status()).isEqualTo(404);
        assertThat(deliver("/sam3/webhook/..", headers, body).status()).isEqualTo(404);
        assertThat(deliver("/other/m", headers, body).status()).isEqualTo(404);
        assertThat(taken).isEmpty();
    }

    @Test
    void genuineNonsenseIsTold() throws Exception {
        listen(WEBHOOK);
        byte[] body = "[]".getBytes(StandardCharsets.UTF_8);

        assertThat(deliver("/sam3/webhook/m", signed(body), body).status()).isEqualTo(400);
    }

    @Test
    void aRouteThatFailsIsDeliveredToAgain() throws Exception {
        listen(WEBHOOK);
        byte[] body = body("p1", "failed");
        failing = true;

        assertThat(deliver("/sam3/webhook/m", signed(body), body).status()).isEqualTo(500);
        failing = false;
        assertThat(deliver("/sam3/webhook/m", signed(body), body).status()).isEqualTo(200);
        assertThat(taken).hasSize(1);
    }

    @Test
    void withoutASecretItDoesNotStart() {
        assertThatThrownBy(() -> listen("sam3:webhook")).hasStackTraceContaining("webhookSecret");
    }

    @Test
    void aSecretShowsInNoUri() {
        assertThat(context.getEndpoint(WEBHOOK).toString()).doesNotContain(KEY);
    }

    @Test
    void itCannotBeSentTo() {
        context.start();

        assertThatThrownBy(() -> context.getEndpoint(WEBHOOK).createProducer())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anyRestConsumerFactoryMayListen() throws Exception {
        FakeHttp http = new FakeHttp();
        context.getRegistry().bind("http", http);
        listen(WEBHOOK + "&webhookPath=/hooks");
        byte[] body = body("p1", "completed");
        Exchange request = new DefaultExchange(context);
        signed(body).forEach((name, value) -> request.getMessage().setHeader(name, value));
        request.getMessage().setHeader("marker", "abcd1234");
        request.getMessage().setHeader("Cookie", "secret");
        request.getMessage().setBody(body);

        http.listener.process(request);

        assertThat(http.path).isEqualTo("POST /hooks/{marker}");
        assertThat(request.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(request.getMessage().getHeaders()).doesNotContainKey("Cookie");
        assertThat(taken.get(0).getMessage().getHeader(Sam3Constants.MARKER)).isEqualTo("abcd1234");
    }

    /** Listens for HTTP by being called. */
    private static final class FakeHttp implements RestConsumerFactory {
        private Processor listener;
        private String path;

        @Override
        public Consumer createConsumer(
                CamelContext camelContext,
                Processor processor,
                String verb,
                String basePath,
                String uriTemplate,
                String consumes,
                String produces,
                RestConfiguration configuration,
                Map<String, Object> parameters) {
            listener = processor;
            path = verb + " " + basePath + "/" + uriTemplate;
            return new DefaultConsumer(camelContext.getEndpoint("mock:http"), processor);
        }
    }
}
