package dev.sam3flow.simulator;

/** What deleting a prediction that still runs comes to. */
public enum DeleteEffect {
    /** it ends as deleted; the charge stays */
    STOPS,
    /** it ends as deleted and is refunded */
    STOPS_AND_REFUNDS,
    /** it is deleted only after it has ended by itself; until then it runs on */
    RUNS_ON,
    /** it is not known any more; the charge stays */
    FORGETS
}
