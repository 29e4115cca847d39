package dev.sam3flow.core.job;

/** Where a chunk is. */
public enum ChunkPhase {
    WAITING,
    CUTTING,
    SUBMITTING,
    RECONCILING,
    PREDICTING,
    FETCHING,
    DONE,
    NEEDS_OPERATOR,
    FAILED
}
