package dev.sam3flow.core.attempt;

import dev.sam3flow.core.money.MicroUsd;
import java.time.Instant;

/**
 * One try to obtain a prediction for a chunk, as it stands in the store.
 *
 * <p>The video's URL is not kept: it is a secret, and uploading again is free. One step uploads the chunk under a name that
 * carries the marker and submits the URL it got; neither the store nor a workflow's history ever sees it.
 *
 * @param key which
 * @param resultKey digest of what is asked for: video, frames, prompts, model; a prediction is adopted for nothing else
 * @param marker unguessable token that is part of the video URL (and of the webhook path), by which a lost answer is found again
 * @param reserved what was reserved for it
 * @param intendedAt when the intent was recorded, on the store's clock: the start of the window to look in
 * @param state where it stands
 */
public record Attempt(
        AttemptKey key, String resultKey, String marker, MicroUsd reserved, Instant intendedAt, AttemptState state) {
    public Attempt withState(AttemptState next) {
        return new Attempt(key, resultKey, marker, reserved, intendedAt, next);
    }
}
