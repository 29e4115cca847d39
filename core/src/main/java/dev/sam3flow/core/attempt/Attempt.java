package dev.sam3flow.core.attempt;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.AccountRef;
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
 * @param account which account it was sent by, and is looked for in; the own one until it is sent
 */
public record Attempt(
        AttemptKey key,
        String resultKey,
        String marker,
        MicroUsd reserved,
        Instant intendedAt,
        AttemptState state,
        AccountRef account) {
    /** One that is not sent yet, or was sent by the own account. */
    public Attempt(
            AttemptKey key,
            String resultKey,
            String marker,
            MicroUsd reserved,
            Instant intendedAt,
            AttemptState state) {
        this(key, resultKey, marker, reserved, intendedAt, state, AccountRef.OWN);
    }

    public Attempt withState(AttemptState next) {
        return new Attempt(key, resultKey, marker, reserved, intendedAt, next, account);
    }

    public Attempt withAccount(AccountRef payer) {
        return new Attempt(key, resultKey, marker, reserved, intendedAt, state, payer);
    }
}
