package dev.sam3flow.core.mask;

/** Which neighbours count as joined. */
public enum Connectivity {
    /** Pixels that share an edge. */
    FOUR,
    /** Pixels that share an edge or a corner. */
    EIGHT;

    /** The connectivity of the background that goes with this one of the foreground, so that both stay separable. */
    public Connectivity ofBackground() {
        return this == FOUR ? EIGHT : FOUR;
    }
}
