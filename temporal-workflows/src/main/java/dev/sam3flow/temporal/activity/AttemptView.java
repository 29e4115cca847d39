package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.prediction.PredictionId;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as a workflow sees it.
 *
 * @param number from 1
 * @param stage where it stands
 * @param predictionId its prediction; null before there is one
 * @param note why it stands there; empty where that goes without saying
 */
public record AttemptView(int number, Stage stage, @Nullable String predictionId, String note) {
    /** The states of {@link AttemptState} by name. */
    public enum Stage {
        INTENDED,
        SENDING,
        ACCEPTED,
        REFUSED,
        AMBIGUOUS,
        LOST,
        FINISHED
    }

    static AttemptView of(Attempt attempt) {
        return of(attempt.key().attempt(), attempt.state());
    }

    static AttemptView of(int number, AttemptState state) {
        String prediction = state.prediction().map(PredictionId::value).orElse(null);
        if (state instanceof Intended) {
            return new AttemptView(number, Stage.INTENDED, prediction, "");
        }
        if (state instanceof Sending) {
            return new AttemptView(number, Stage.SENDING, prediction, "");
        }
        if (state instanceof Accepted) {
            return new AttemptView(number, Stage.ACCEPTED, prediction, "");
        }
        if (state instanceof Refused refused) {
            return new AttemptView(number, Stage.REFUSED, prediction, refused.reason());
        }
        if (state instanceof Ambiguous ambiguous) {
            return new AttemptView(number, Stage.AMBIGUOUS, prediction, ambiguous.reason());
        }
        if (state instanceof Lost lost) {
            return new AttemptView(number, Stage.LOST, prediction, lost.evidence());
        }
        return new AttemptView(number, Stage.FINISHED, prediction, "");
    }
}
