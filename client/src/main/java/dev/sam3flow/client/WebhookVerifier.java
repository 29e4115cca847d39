package dev.sam3flow.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.client.internal.Json;
import dev.sam3flow.client.internal.PredictionReader;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells the provider's callbacks from all others, before a byte of them is parsed.
 *
 * <p>The key is the secret without its prefix, as text; the message is id, time-stamp and raw body joined by dots;
 * HMAC-SHA256 in lower-case hex after {@code v3,}. Deliveries are repeated: whoever uses them keys by prediction id.
 */
public final class WebhookVerifier {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";
    /** Largest body that is looked at. */
    public static final int MOST_BYTES = 1 << 20;

    private static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final String VERSION = "v3,";
    private static final int MOST_SIGNATURES = 10;

    private final List<WebhookSecret> secrets;
    private final Clock clock;

    /** @param secrets those in force; more than one while they are being changed */
    public WebhookVerifier(List<WebhookSecret> secrets, Clock clock) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no webhook secret: give at least one");
        }
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
    }

    /**
     * Verifies and reads a callback.
     *
     * @param headers of the request, names in any letter case
     * @param body as it came, unchanged
     * @throws InvalidInputException if it is not the provider's, is older than 300 s, or is too large
     * @throws MalformedResponseException if it is the provider's and no prediction
     */
    public Prediction verify(Map<String, String> headers, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw refused("a body of " + body.length + " bytes, more than " + MOST_BYTES);
        }
        String id = header(headers, ID);
        String timestamp = header(headers, TIMESTAMP);
        checkAge(timestamp);
        byte[] signed = message(id, timestamp, body);
        String[] given = header(headers, SIGNATURE).strip().split("\\s+", MOST_SIGNATURES + 1);
        if (given.length > MOST_SIGNATURES) {
            throw refused("more than " + MOST_SIGNATURES + " signatures");
        }
        boolean genuine = false;
        for (WebhookSecret secret : secrets) {
            byte[] expected = (VERSION + hmac(secret, signed)).getBytes(StandardCharsets.US_ASCII);
            for (String signature : given) {
                genuine |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!genuine) {
            throw refused("a signature that no secret in force made");
        }
        return prediction(body);
    }

    private static Prediction prediction(byte[] body) {
        JsonNode root = Json.tryParse(body)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new MalformedResponseException("webhook", "the body is no JSON object", null));
        return PredictionReader.readListed(root);
    }

    private void checkAge(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw refused("a time-stamp that is not a number of seconds");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        if (age.abs().compareTo(TOLERANCE) > 0) {
            throw refused("a time-stamp " + age.toSeconds() + " s off; at most " + TOLERANCE.toSeconds());
        }
    }

    private static byte[] message(String id, String timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        return message;
    }

    private static String hmac(WebhookSecret secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    private static String header(Map<String, String> headers, String name) {
        @Nullable String found = null;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                if (found != null) {
                    throw refused("two headers " + name);
                }
                found = header.getValue();
            }
        }
        if (found == null || found.isBlank() || found.length() > 4096) {
            throw refused("no header " + name);
        }
        return found;
    }

    private static InvalidInputException refused(String why) {
        return new InvalidInputException("callback refused: " + why);
    }
}
