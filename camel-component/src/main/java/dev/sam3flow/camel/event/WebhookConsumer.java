package dev.sam3flow.camel.event;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.Sam3Endpoint;
import dev.sam3flow.client.WebhookSecret;
import dev.sam3flow.client.WebhookVerifier;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.prediction.Prediction;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Takes the provider's callbacks: verified before anything is read, each ending once, in an exchange of its own, so that no
 * header of the request reaches the route.
 */
public final class WebhookConsumer extends DefaultConsumer implements Webhooks.Receiver {
    private static final List<String> WANTED =
            List.of(WebhookVerifier.ID, WebhookVerifier.TIMESTAMP, WebhookVerifier.SIGNATURE);

    private final Sam3Endpoint endpoint;
    private final Claims claims;
    private @Nullable WebhookVerifier verifier;
    private @Nullable Consumer listener;

    public WebhookConsumer(Sam3Endpoint endpoint, Processor processor, Claims claims) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.claims = claims;
    }

    @Override
    protected void doStart() throws Exception {
        verifier = new WebhookVerifier(secrets(), Clock.systemUTC());
        claims.inject(endpoint.getCamelContext());
        ServiceHelper.startService(claims);
        super.doStart();
        endpoint.getComponent().webhooks().add(path(), this);
        RestConsumerFactory factory = endpoint.restConsumerFactory();
        if (factory != null) {
            listener = listen(factory);
            ServiceHelper.startService(listener);
        }
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().webhooks().remove(path(), this);
        ServiceHelper.stopAndShutdownService(listener);
        listener = null;
        super.doStop();
    }

    @Override
    public Webhooks.Answer receive(Optional<String> marker, Map<String, String> headers, byte[] body) {
        WebhookVerifier current = verifier;
        if (current == null || !isRunAllowed()) {
            return new Webhooks.Answer(503, "stopped");
        }
        Prediction seen;
        try {
            seen = current.verify(headers, body);
        } catch (InvalidInputException refused) {
            return new Webhooks.Answer(body.length > WebhookVerifier.MOST_BYTES ? 413 : 401, "refused");
        } catch (MalformedResponseException unreadable) {
            return new Webhooks.Answer(400, "no prediction");
        }
        String what = "callback/" + seen.id() + "/" + seen.status().word();
        if (!claims.claim(what)) {
            return new Webhooks.Answer(200, "known");
        }
        return emit(what, seen, marker);
    }

    /** A route that fails makes the provider deliver again. */
    private Webhooks.Answer emit(String what, Prediction seen, Optional<String> marker) {
        Exchange exchange = createExchange(false);
        boolean routed = false;
        try {
            EventsConsumer.tell(exchange.getMessage(), seen);
            marker.ifPresent(given -> exchange.getMessage().setHeader(Sam3Constants.MARKER, given));
            getProcessor().process(exchange);
            routed = exchange.getException() == null;
            if (!routed) {
                getExceptionHandler()
                        .handleException("the callback of " + seen.id(), exchange, exchange.getException());
            }
        } catch (Exception failed) {
            getExceptionHandler().handleException("the callback of " + seen.id(), exchange, failed);
        } finally {
            if (routed) {
                claims.keep(what);
            } else {
                claims.giveBack(what);
            }
            releaseExchange(exchange, false);
        }
        return routed ? new Webhooks.Answer(200, "taken") : new Webhooks.Answer(500, "failed");
    }

    private Consumer listen(RestConsumerFactory factory) throws Exception {
        CamelContext context = endpoint.getCamelContext();
        RestConfiguration configuration = new RestConfiguration();
        return factory.createConsumer(
                context, this::answer, "POST", path(), "{marker}", "application/json", null, configuration, Map.of());
    }

    /** From the HTTP component's exchange to an answer in it; nothing else of it goes on. */
    private void answer(Exchange http) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        http.getMessage().getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (WANTED.contains(lower) && value != null) {
                headers.merge(lower, value.toString(), (one, other) -> one + "," + other);
            }
        });
        String marker = http.getMessage().getHeader("marker", String.class);
        boolean clean = marker != null && marker.matches("[A-Za-z0-9_-]{1,200}");
        Webhooks.Answer answer = receive(clean ? Optional.of(marker) : Optional.empty(), headers, body(http));
        Message said = http.getMessage();
        said.removeHeaders("*");
        said.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        said.setHeader(Exchange.CONTENT_TYPE, "text/plain");
        said.setBody(answer.message());
    }

    /** At most one byte more than is accepted. */
    private static byte[] body(Exchange http) throws Exception {
        try (InputStream in = http.getMessage().getBody(InputStream.class)) {
            return in == null ? new byte[0] : in.readNBytes(WebhookVerifier.MOST_BYTES + 1);
        }
    }

    private String path() {
        String path = endpoint.getWebhookPath();
        if (!path.matches("(/[A-Za-z0-9._~-]+)+/?")) {
            throw new IllegalArgumentException("sam3:webhook: webhookPath=" + path + ": write it as /sam3/webhook");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private List<WebhookSecret> secrets() {
        String given = endpoint.getWebhookSecret();
        if (given == null || given.isBlank()) {
            throw new IllegalArgumentException(
                    "sam3:webhook: no webhookSecret. Without it anybody could send callbacks;"
                            + " the provider's account page, and its path /webhook/secret, show it");
        }
        return Arrays.stream(given.split(",")).map(WebhookSecret::of).toList();
    }
}
