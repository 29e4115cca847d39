package dev.sam3flow.cameltemporal;

/** What start does where a workflow is running under the id. */
public enum OnRunning {
    /** goes on with the one that runs */
    join,
    /** refuses */
    fail,
    /** terminates the one that runs and starts another */
    replace
}
