package dev.sam3flow.camel.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to look at a prediction.
 *
 * @param first pause before the first look
 * @param interval pause between the first two looks
 * @param factor by which it grows
 * @param longest longest pause
 * @param jitter part of a pause by which it is shortened at most, 0 to 1
 * @param longestAsked longest pause that is granted where the provider asks for one
 */
record PollPolicy(
        Duration first, Duration interval, double factor, Duration longest, double jitter, Duration longestAsked) {
    /** @throws IllegalArgumentException naming both sides */
    PollPolicy {
        if (first.isNegative() || longestAsked.isNegative()) {
            throw new IllegalArgumentException("sam3: firstLook=" + first.toMillis() + " and maxRetryAfter="
                    + longestAsked.toMillis() + ": neither may be negative");
        }
        if (interval.toMillis() < 1 || longest.compareTo(interval) < 0) {
            throw new IllegalArgumentException("sam3: pollInterval=" + interval.toMillis() + " and maxPollInterval="
                    + longest.toMillis() + ": the first must be at least 1 ms and not above the second");
        }
        if (!(factor >= 1 && factor <= 1000 && jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("sam3: pollFactor=" + factor + " and pollJitter=" + jitter
                    + ": the factor must be from 1 to 1000, the jitter from 0 to 1");
        }
    }

    /** Pause before the next look. @param looks looks taken so far. @param chance from 0 to 1 */
    Duration pause(int looks, double chance) {
        if (looks == 0) {
            return first;
        }
        double grown = interval.toMillis() * Math.pow(factor, Math.min(1000, looks - 1));
        double capped = Math.min(grown, longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(capped * (1 - jitter * chance))));
    }

    /** The same with chance, but no shorter than the provider asks for, as far as that is granted. */
    Duration pauseOr(Optional<Duration> asked, int looks) {
        Duration own = pause(looks, ThreadLocalRandom.current().nextDouble());
        return asked.map(wish -> wish.compareTo(longestAsked) > 0 ? longestAsked : wish)
                .filter(longer -> longer.compareTo(own) > 0)
                .orElse(own);
    }
}
