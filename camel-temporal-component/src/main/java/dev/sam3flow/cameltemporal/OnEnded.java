package dev.sam3flow.cameltemporal;

/** What start does where a workflow of the id has ended. */
public enum OnEnded {
    /** starts another where the last one failed, was cancelled or ran out of time; else refuses */
    restartFailed,
    /** starts another */
    restart,
    /** refuses */
    fail
}
