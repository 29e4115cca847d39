package dev.sam3flow.client;

import java.time.Duration;

/**
 * How long the client waits.
 *
 * @param connect for a connection and its TLS handshake
 * @param call for one answer of the API, from the first byte sent to the last received
 * @param submit the same for the one POST that creates a prediction; longer, since giving up early makes it ambiguous
 * @param idle between two pieces of an upload or download
 * @param transfer for a whole upload or download
 */
public record Timeouts(Duration connect, Duration call, Duration submit, Duration idle, Duration transfer) {
    public static final Timeouts DEFAULTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofHours(1));

    public Timeouts {
        check("connect", connect);
        check("call", call);
        check("submit", submit);
        check("idle", idle);
        check("transfer", transfer);
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    name + " time-out of " + value + ": give more than nothing and at most a day");
        }
    }
}
