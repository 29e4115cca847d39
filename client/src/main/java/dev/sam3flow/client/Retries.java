package dev.sam3flow.client;

import java.time.Duration;

/**
 * How calls that change nothing are asked again; a submit never is.
 *
 * @param most further tries after the first, 0 to 10
 * @param first pause before the second try; each further one doubles it, and each is shortened at random by up to half
 * @param longest longest pause; a {@code Retry-After} beyond it ends the tries, and the error carries it
 */
public record Retries(int most, Duration first, Duration longest) {
    public static final Retries DEFAULTS = new Retries(3, Duration.ofMillis(500), Duration.ofSeconds(10));
    public static final Retries NONE = new Retries(0, Duration.ZERO, Duration.ZERO);

    public Retries {
        if (most < 0 || most > 10 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("retries " + most + " from " + first + " to " + longest
                    + ": give 0 to 10 tries and a longest pause that is not below the first");
        }
    }

    /** Pause before a further try. @param tried tries made so far, from 1. @param chance from 0 to 1 */
    public Duration pause(int tried, double chance) {
        Duration full = first.multipliedBy(1L << Math.min(20, tried - 1));
        Duration capped = full.compareTo(longest) > 0 ? longest : full;
        return capped.minusNanos((long) (capped.toNanos() / 2.0 * chance));
    }
}
