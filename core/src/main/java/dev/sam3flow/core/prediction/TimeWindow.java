package dev.sam3flow.core.prediction;

import java.time.Instant;

/**
 * A stretch of time on the provider's clock.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeWindow(Instant from, Instant to) {
    public TimeWindow {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "time window from " + from + " to " + to + ": must not end before it begins");
        }
    }
}
