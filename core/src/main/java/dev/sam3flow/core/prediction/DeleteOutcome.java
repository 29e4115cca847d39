package dev.sam3flow.core.prediction;

/** What a request to delete a prediction came to. */
public enum DeleteOutcome {
    /** the provider says that it deleted it */
    DELETED,
    /** the provider did not know it */
    UNKNOWN_THERE
}
