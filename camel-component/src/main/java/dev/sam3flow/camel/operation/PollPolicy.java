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
 */
record PollPolicy(Duration first, Duration interval, double factor, Duration longest, double jitter) {
    /** Pause before the next look. @param looks looks taken so far. @param chance from 0 to 1 */
    Duration pause(int looks, double chance) {
        if (looks == 0) {
            return first;
        }
        double grown = interval.toMillis() * Math.pow(factor, Math.min(1000, looks - 1));
        double capped = Math.min(grown, longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(capped * (1 - jitter * chance))));
    }

    /** The same with chance, but no shorter than the provider asks for. */
    Duration pauseOr(Optional<Duration> asked, int looks) {
        Duration own = pause(looks, ThreadLocalRandom.current().nextDouble());
        return asked.filter(longer -> longer.compareTo(own) > 0).orElse(own);
    }
}
