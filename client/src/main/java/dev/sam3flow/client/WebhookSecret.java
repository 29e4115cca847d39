package dev.sam3flow.client;

import dev.sam3flow.core.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** The secret that signs the provider's callbacks; {@link #toString()} hides it. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** @param text with or without its prefix {@code whsec_}; the rest is the key as text, not base64 */
    public static WebhookSecret of(String text) {
        String stripped = text.strip();
        String bare = stripped.startsWith(PREFIX) ? stripped.substring(PREFIX.length()) : stripped;
        if (bare.length() < 16) {
            throw new InvalidInputException("a webhook secret of " + bare.length()
                    + " characters: give the whole secret, which begins with " + PREFIX);
        }
        return new WebhookSecret(bare.getBytes(StandardCharsets.UTF_8));
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && MessageDigest.isEqual(secret.key, key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
