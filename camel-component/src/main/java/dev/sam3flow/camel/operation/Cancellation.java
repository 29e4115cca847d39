package dev.sam3flow.camel.operation;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import org.jspecify.annotations.Nullable;

/** Deleting a prediction where failing to do so must not hide why. */
final class Cancellation {
    private Cancellation() {}

    /** @return what went wrong; null where nothing did */
    static @Nullable RuntimeException tryDelete(PredictionService predictions, PredictionId id) {
        try {
            predictions.delete(id);
            return null;
        } catch (RuntimeException failed) {
            return failed;
        }
    }
}
