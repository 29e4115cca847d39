package dev.sam3flow.core.job;

/** Where a job is. */
public enum JobPhase {
    PROBING,
    QUOTED,
    WAITING_FOR_APPROVAL,
    SEGMENTING,
    PAUSED,
    NEEDS_OPERATOR,
    STITCHING,
    SETTLING,
    DONE,
    FAILED,
    CANCELLED;

    /** True when nothing more happens without a new order. */
    public boolean isTerminal() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
