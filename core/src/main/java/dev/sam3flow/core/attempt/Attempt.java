package dev.sam3flow.core.attempt;

import dev.sam3flow.core.money.MicroUsd;
import java.time.Instant;

/**
 * One try to obtain a prediction for a chunk, as it stands in the store.
 *
 * @param key which
 * @param marker unguessable token that is part of the video URL (and of the webhook path), by which a lost answer is found again
 * @param videoUrl the URL that was or will be submitted; unique to the attempt; a secret
 * @param reserved what was reserved for it
 * @param intendedAt when the intent was recorded, on the store's clock: the start of the window to look in
 * @param state where it stands
 */
public record Attempt(
        AttemptKey key, String marker, String videoUrl, MicroUsd reserved, Instant intendedAt, AttemptState state) {
    public Attempt withState(AttemptState next) {
        return new Attempt(key, marker, videoUrl, reserved, intendedAt, next);
    }

    /** Hides the URL. */
    @Override
    public String toString() {
        return "Attempt[" + key + ", " + state + ", " + reserved + "]";
    }
}
