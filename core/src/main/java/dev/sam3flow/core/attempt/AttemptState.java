package dev.sam3flow.core.attempt;

import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.util.Optional;

/**
 * Where an attempt stands. {@link #mayBecome} holds the legal steps; a store refuses any other.
 *
 * <pre>
 * Intended → Sending → Accepted → Finished
 *    ↑          ├────→ Refused
 *    └──────────┤ (rate limit: nothing was created)
 *               └────→ Ambiguous → Accepted (adopted) | Lost
 * </pre>
 */
public sealed interface AttemptState {
    /** The only state from which a POST may be sent. */
    record Intended() implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return next instanceof Sending;
        }
    }

    /** A POST was begun; whoever finds this without being the sender must not send. */
    record Sending() implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return !(next instanceof Sending || next instanceof Finished || next instanceof Lost);
        }
    }

    /** The provider named a prediction. {@code adopted} where it was found afterwards rather than answered. */
    record Accepted(PredictionId predictionId, boolean adopted) implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return next instanceof Finished f && f.predictionId().equals(predictionId);
        }
    }

    /** Refused before creation: nothing is billed, and the same request will be refused again. */
    record Refused(String reason) implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return false;
        }
    }

    /** A prediction may exist and be billed; only looking for it decides. */
    record Ambiguous(String reason) implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return next instanceof Accepted || next instanceof Lost;
        }
    }

    /** Looked for through the quiet period, and absent everywhere; a new attempt may start. */
    record Lost(String evidence) implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return false;
        }
    }

    /** The prediction has ended. */
    record Finished(PredictionId predictionId, PredictionStatus status) implements AttemptState {
        @Override
        public boolean mayBecome(AttemptState next) {
            return false;
        }
    }

    /** True where the protocol allows the step. */
    boolean mayBecome(AttemptState next);

    /** The prediction, once there is one. */
    default Optional<PredictionId> prediction() {
        if (this instanceof Accepted accepted) {
            return Optional.of(accepted.predictionId());
        }
        return this instanceof Finished finished ? Optional.of(finished.predictionId()) : Optional.empty();
    }

    /** True while money may be owed for it and its end is not known. */
    default boolean isOpen() {
        return this instanceof Sending || this instanceof Accepted || this instanceof Ambiguous;
    }
}
