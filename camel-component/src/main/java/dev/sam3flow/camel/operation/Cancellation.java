package dev.sam3flow.camel.operation;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deleting a prediction where failing to do so must not hide why. */
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    private Cancellation() {}

    /** Deletes it, if the option cancelOnStop says so. */
    static void onStop(Account account, PredictionService predictions, PredictionId id) {
        if (!account.options().isCancelOnStop()) {
            return;
        }
        try {
            predictions.delete(id);
        } catch (RuntimeException failed) {
            LOG.warn("Prediction {} could not be deleted while stopping: {}", id, failed.getMessage());
        }
    }
}
