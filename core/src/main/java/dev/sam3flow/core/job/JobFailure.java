package dev.sam3flow.core.job;

/**
 * Why a job has no, or only a partial, result.
 *
 * @param reason from the closed list
 * @param message a plain sentence: what was wrong, the value, what to do
 */
public record JobFailure(Reason reason, String message) {
    /** The closed list of reasons. */
    public enum Reason {
        INVALID_INPUT,
        OVER_BUDGET,
        PROVIDER,
        PARTIAL_RESULT,
        UNREADABLE_MASKS,
        CANCELLED,
        INTERNAL
    }
}
