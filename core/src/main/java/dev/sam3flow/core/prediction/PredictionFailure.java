package dev.sam3flow.core.prediction;

/**
 * Why a prediction ended without a result.
 *
 * @param reason the class of failure
 * @param code the provider's task code, 0 where it gave none
 * @param message the provider's words, shortened and without URLs
 */
public record PredictionFailure(Reason reason, int code, String message) {

    /** The closed list of reasons, each with what to do. */
    public enum Reason {
        /** content moderation (1200): change the request */
        MODERATED(false),
        /** missing or invalid parameter, unreachable video (1400, 1401, 1402): change the request */
        INVALID_INPUT(false),
        /** the model failed (1403, 1405 and codes unknown to us): a new, paid run may succeed */
        MODEL_FAILED(true),
        /** the provider failed (5000, 5003): a new, paid run may succeed */
        PROVIDER_FAILED(true),
        /** the provider gave up waiting (5004, status timeout): a new, paid run may succeed */
        TIMED_OUT(true),
        /** cancelled or deleted by someone */
        CANCELLED(false);

        private final boolean worthAnotherAttempt;

        Reason(boolean worthAnotherAttempt) {
            this.worthAnotherAttempt = worthAnotherAttempt;
        }

        /** True when a new attempt, which is paid again, may succeed. */
        public boolean worthAnotherAttempt() {
            return worthAnotherAttempt;
        }
    }
}
