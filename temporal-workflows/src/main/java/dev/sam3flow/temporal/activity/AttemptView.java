package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
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
 * @param key which; another job's where an equal chunk of that is under way
 * @param stage where it stands
 * @param predictionId its prediction; null before there is one
 * @param note why it stands there; empty where that goes without saying
 */
public record AttemptView(
        AttemptKey key, Stage stage, @Nullable String predictionId, String note) {
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

    /** True where it is an attempt of the job that asks. */
    public boolean isOf(ChunkOrder order) {
        return key.jobId().equals(order.jobId()) && key.chunk() == order.chunk().index();
    }

    static AttemptView of(Attempt attempt) {
        return of(attempt.key(), attempt.state());
    }

    static AttemptView of(AttemptKey key, AttemptState state) {
        String prediction = state.prediction().map(PredictionId::value).orElse(null);
        if (state instanceof Intended) {
            return new AttemptView(key, Stage.INTENDED, prediction, "");
        }
        if (state instanceof Sending) {
            return new AttemptView(key, Stage.SENDING, prediction, "");
        }
        if (state instanceof Accepted) {
            return new AttemptView(key, Stage.ACCEPTED, prediction, "");
        }
        if (state instanceof Refused refused) {
            return new AttemptView(key, Stage.REFUSED, prediction, refused.reason());
        }
        if (state instanceof Ambiguous ambiguous) {
            return new AttemptView(key, Stage.AMBIGUOUS, prediction, ambiguous.reason());
        }
        if (state instanceof Lost lost) {
            return new AttemptView(key, Stage.LOST, prediction, lost.evidence());
        }
        return new AttemptView(key, Stage.FINISHED, prediction, "");
    }
}
