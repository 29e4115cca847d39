package dev.sam3flow.app.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys of machines: {@code sam3_ID_SECRET}. The secret has 256 random bits, so that one round of SHA-256 is hash enough; it is
 * shown once and never stored.
 */
public final class Secrets {
    /** What every key begins with, for secret scanners. */
    public static final String PREFIX = "sam3_";

    private static final Pattern KEY = Pattern.compile("sam3_([A-Za-z0-9]{12})_([A-Za-z0-9_-]{43})");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A key's parts. */
    public record Key(String id, String secret) {
        /** The one text that a caller sends. */
        public String text() {
            return PREFIX + id + "_" + secret;
        }

        @Override
        public String toString() {
            return PREFIX + id + "_…";
        }
    }

    public static Key newKey() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return new Key(id.toString(), newToken());
    }

    /** 256 random bits in 43 characters. */
    public static String newToken() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The parts of a key; empty where the text is none. */
    public static Optional<Key> parse(String text) {
        Matcher matcher = KEY.matcher(text);
        return matcher.matches() ? Optional.of(new Key(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    public static String hash(String secret) {
        return HexFormat.of().formatHex(sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes as long for every wrong value. */
    public static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
