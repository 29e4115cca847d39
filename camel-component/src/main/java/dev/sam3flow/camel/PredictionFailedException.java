package dev.sam3flow.camel;

import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import org.jspecify.annotations.Nullable;

/** The provider ended a prediction without a result. A new one may succeed and is paid again. */
public final class PredictionFailedException extends Sam3EndpointException {
    private static final long serialVersionUID = 1L;

    private final PredictionFailure.@Nullable Reason reason;

    public PredictionFailedException(Prediction ended) {
        super(
                "prediction-failed",
                "prediction " + ended.id() + " ended as " + ended.status().word()
                        + (ended.failure() == null
                                ? ""
                                : ": " + ended.failure().message() + " (code "
                                        + ended.failure().code() + ")"),
                ended.id().value(),
                false,
                null);
        this.reason = ended.failure() == null ? null : ended.failure().reason();
    }

    /** The class of failure; null where the provider told none. */
    public PredictionFailure.@Nullable Reason reason() {
        return reason;
    }
}
