package dev.sam3flow.core.attempt;

import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import org.jspecify.annotations.Nullable;

/**
 * Sends the one POST of an attempt, or finds out that it must not.
 *
 * <p>The intent is durable before this is called, {@code Sending} is durable before the POST, and the id is durable before
 * this returns. A caller that dies in between leaves {@code Sending} behind, which the next caller turns into
 * {@code Ambiguous} instead of sending.
 */
public final class AtMostOnceSubmit {
    private static final int MOST_WRITES = 3;

    private final AttemptStore attempts;
    private final PredictionService predictions;

    public AtMostOnceSubmit(AttemptStore attempts, PredictionService predictions) {
        this.attempts = attempts;
        this.predictions = predictions;
    }

    /** As below, by the own account. */
    public AttemptState submit(AttemptKey key, PredictionInput input, @Nullable String webhook) {
        return submit(AccountRef.OWN, key, input, webhook);
    }

    /**
     * @param account which pays; durable with the attempt before the POST, so that a lost answer is looked for there
     * @param webhook where the provider shall call back; null for none
     * @return the state afterwards: Accepted, Refused or Ambiguous; a state that was already beyond Sending is returned as it
     *     is, and Intended where another attempt for the same result is under way
     * @throws RateLimitedException nothing was created; the attempt is Intended again and may be sent later
     * @throws UnavailableException nothing was sent; likewise
     */
    public AttemptState submit(AccountRef account, AttemptKey key, PredictionInput input, @Nullable String webhook) {
        PredictionService payer = PredictionService.payer(predictions, account);
        if (!attempts.claim(key, account)) {
            return examine(key);
        }
        Prediction prediction;
        try {
            prediction = payer.submit(input, webhook);
        } catch (RateLimitedException | UnavailableException notCreated) {
            attempts.move(key, new Sending(), new Intended());
            throw notCreated;
        } catch (RejectedException refused) {
            return settle(key, new Refused(String.valueOf(refused.getMessage())));
        } catch (RuntimeException unclear) {
            return settle(key, new Ambiguous(String.valueOf(unclear.getMessage())));
        }
        return kept(key, new Accepted(prediction.id(), false));
    }

    /** A clean id is paid for: if the store fails, it is tried again, and the failure at last carries the id. */
    private AttemptState kept(AttemptKey key, Accepted accepted) {
        RuntimeException last = null;
        for (int tries = 0; tries < MOST_WRITES; tries++) {
            try {
                return settle(key, accepted);
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw new IllegalStateException(
                "prediction " + accepted.predictionId() + " of attempt " + key
                        + " was created, but could not be recorded; it is looked for by its marker",
                last);
    }

    /** Where an attempt stands that this worker does not send: a submit that another began is ambiguous from now on. */
    public AttemptState examine(AttemptKey key) {
        AttemptState found = attempts.get(key).state();
        return found instanceof Sending
                ? settle(key, new Ambiguous("an earlier worker began the submit and left no answer"))
                : found;
    }

    private AttemptState settle(AttemptKey key, AttemptState next) {
        if (attempts.move(key, new Sending(), next)) {
            return next;
        }
        // someone took this worker for dead; an answer that came after all still names the prediction
        AttemptState found = attempts.get(key).state();
        return next instanceof Accepted && found.mayBecome(next) && attempts.move(key, found, next) ? next : found;
    }
}
