package dev.sam3flow.app.money;

import dev.sam3flow.app.store.CallbackTable;
import dev.sam3flow.client.WebhookSecret;
import dev.sam3flow.client.WebhookVerifier;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the provider's callbacks. One is acted on once, whoever repeats it, and only makes the next look come now: what a
 * prediction came to is always asked of the provider.
 */
public final class Callbacks {
    private final Function<AccountRef, WebhookSecrets> secrets;
    private final AttemptStore attempts;
    private final CallbackTable table;
    private final Nudge nudge;
    private final Clock clock;

    /** Tells an attempt's workflow. */
    public interface Nudge {
        /** @throws dev.sam3flow.core.error.UnavailableException if it cannot be told now */
        void predictionChanged(String marker, PredictionId id);
    }

    /** @param secrets those that an account's callbacks are signed with */
    public Callbacks(
            Function<AccountRef, WebhookSecrets> secrets,
            AttemptStore attempts,
            CallbackTable table,
            Nudge nudge,
            Clock clock) {
        this.secrets = secrets;
        this.attempts = attempts;
        this.table = table;
        this.nudge = nudge;
        this.clock = clock;
    }

    /** What became of a delivery, with the HTTP status that says so to the provider. */
    public enum Outcome {
        ACTED_ON(202),
        REPEATED(200),
        /** no attempt has this marker; the body was not read */
        UNKNOWN_MARKER(404),
        /** the body was not read, or not to its end */
        TOO_LARGE(413),
        /** the provider's, and about another prediction than the attempt's, or about none */
        NOT_THIS_ATTEMPT(422),
        /** not the provider's, or too old */
        NOT_GENUINE(401);

        private final int status;

        Outcome(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /**
     * Takes one delivery.
     *
     * @param marker last part of the path: the attempt's
     * @param announced the body's length as announced; negative where it was not
     * @param body read only if marker and length are right, and never beyond the limit
     */
    public Outcome take(String marker, Map<String, String> headers, long announced, InputStream body)
            throws IOException {
        if (announced > WebhookVerifier.MOST_BYTES) {
            return Outcome.TOO_LARGE;
        }
        Optional<Attempt> attempt =
                marker.matches("[A-Za-z0-9_-]{8,200}") ? attempts.findByMarker(marker) : Optional.empty();
        if (attempt.isEmpty()) {
            return Outcome.UNKNOWN_MARKER;
        }
        byte[] raw = body.readNBytes(WebhookVerifier.MOST_BYTES + 1);
        if (raw.length > WebhookVerifier.MOST_BYTES) {
            return Outcome.TOO_LARGE;
        }
        try {
            Prediction told = verified(secrets.apply(attempt.get().account()), headers, raw);
            Optional<PredictionId> known = attempt.get().state().prediction();
            if (known.isPresent() && !known.get().equals(told.id())) {
                return Outcome.NOT_THIS_ATTEMPT;
            }
            boolean first =
                    table.once(told.id(), marker, told.status(), () -> nudge.predictionChanged(marker, told.id()));
            return first ? Outcome.ACTED_ON : Outcome.REPEATED;
        } catch (InvalidInputException forged) {
            return Outcome.NOT_GENUINE;
        } catch (MalformedResponseException noPrediction) {
            return Outcome.NOT_THIS_ATTEMPT;
        }
    }

    /** A signature that no known secret made may be one of a secret that is newer than ours. */
    private Prediction verified(WebhookSecrets known, Map<String, String> headers, byte[] raw) {
        List<WebhookSecret> inForce = known.inForce();
        if (inForce.isEmpty()) {
            throw new InvalidInputException("callback refused: the provider has not told its webhook secret");
        }
        try {
            return new WebhookVerifier(inForce, clock).verify(headers, raw);
        } catch (InvalidInputException unknownSecret) {
            if (known.refresh()) {
                return new WebhookVerifier(known.inForce(), clock).verify(headers, raw);
            }
            throw unknownSecret;
        }
    }
}
