package dev.sam3flow.app.store;

import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An attempt's state as the columns of its row. */
record AttemptColumns(String state, @Nullable String predictionId, boolean adopted, String detail) {

    static AttemptColumns of(AttemptState state) {
        String name = state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        String id = state.prediction().map(PredictionId::value).orElse(null);
        if (state instanceof Accepted accepted) {
            return new AttemptColumns(name, id, accepted.adopted(), "");
        }
        return new AttemptColumns(name, id, false, detail(state));
    }

    private static String detail(AttemptState state) {
        if (state instanceof Refused refused) {
            return refused.reason();
        }
        if (state instanceof Ambiguous ambiguous) {
            return ambiguous.reason();
        }
        if (state instanceof Lost lost) {
            return lost.evidence();
        }
        return state instanceof Finished finished ? finished.status().name() : "";
    }

    AttemptState toState() {
        return switch (state) {
            case "INTENDED" -> new Intended();
            case "SENDING" -> new Sending();
            case "ACCEPTED" -> new Accepted(id(), adopted);
            case "REFUSED" -> new Refused(detail);
            case "AMBIGUOUS" -> new Ambiguous(detail);
            case "LOST" -> new Lost(detail);
            case "FINISHED" -> new Finished(id(), PredictionStatus.valueOf(detail));
            default -> throw new IllegalStateException("attempt state '" + state + "' is none of this version's");
        };
    }

    private PredictionId id() {
        return new PredictionId(Objects.requireNonNull(predictionId, state + " without a prediction id"));
    }
}
