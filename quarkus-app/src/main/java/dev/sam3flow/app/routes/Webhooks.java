package dev.sam3flow.app.routes;

import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;

/**
 * Sends a route's body to somebody's webhook, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it:
 * {@code bean:webhooks?method=send(${exchange}, 'https://example.com/hook')}.
 */
@Singleton
@Named("webhooks")
@Unremovable
@RegisterForReflection
public class Webhooks {
    private static final String PREFIX = "whsec_";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHORTEST_BYTES = 16;

    private final Optional<String> secret;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    @Inject
    Webhooks(Sam3Config config) {
        this(config.routes().webhookSecret(), Clock.systemUTC());
    }

    Webhooks(Optional<String> secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Posts the body as JSON. The same ending of a job has the same {@code webhook-id}, by which a receiver knows a repetition.
     *
     * @throws UnavailableException if there is no answer, or one that is not 2xx
     */
    public void send(Exchange exchange, String url) {
        String ending = exchange.getMessage().getHeader(EndedJobs.ENDING, String.class);
        String id = ending == null ? exchange.getExchangeId() : ending;
        byte[] body = exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8);
        long timestamp = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(address(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", signature(id, timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new UnavailableException(
                        "the webhook at " + address(url).getHost() + " answered " + answer.statusCode() + ", not 2xx",
                        null);
            }
        } catch (IOException e) {
            throw new UnavailableException("the webhook at " + address(url).getHost() + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the service stops", e);
        }
    }

    private static URI address(String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidInputException("the webhook's address is no URL: give one such as https://example.com/hook");
    }

    /** {@code v1,} and the base64 of HMAC-SHA256 over id, time-stamp and body, joined by dots. */
    String signature(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    private byte[] key() {
        String text = secret.orElseThrow(() -> new InvalidInputException(
                "a route sends a webhook, and there is no secret to sign it: set SAM3_ROUTES_WEBHOOK_SECRET to "
                        + PREFIX + " and 24 or more random bytes in base64"));
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            if (key.length >= SHORTEST_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidInputException("SAM3_ROUTES_WEBHOOK_SECRET is not " + PREFIX + " and at least "
                + SHORTEST_BYTES + " bytes in base64: make one with 'openssl rand -base64 24'");
    }
}
