package dev.sam3flow.simulator.fault;

/**
 * One thing that goes wrong.
 *
 * @param kind what
 * @param amount how much, in the unit of the kind
 */
public record Fault(FaultKind kind, long amount) {
    /** The fault with its usual amount. */
    public static Fault of(FaultKind kind) {
        return new Fault(kind, kind.usualAmount());
    }
}
