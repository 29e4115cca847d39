package dev.sam3flow.core.prediction;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One submission to the remote model, as one look at it saw it.
 *
 * @param id the provider's name
 * @param status its status
 * @param outputs where the results lie; null until completed
 * @param failure why it failed; null unless it did
 * @param createdAt the provider's time of creation; null where not told
 * @param inputVideo the video URL it was submitted with, where the provider told; it carries the attempt's marker
 */
public record Prediction(
        PredictionId id,
        PredictionStatus status,
        @Nullable PredictionOutputs outputs,
        @Nullable PredictionFailure failure,
        @Nullable Instant createdAt,
        @Nullable String inputVideo) {

    public Optional<PredictionOutputs> findOutputs() {
        return Optional.ofNullable(outputs);
    }
}
