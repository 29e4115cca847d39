package dev.sam3flow.core.money;

/**
 * Sums over ledger entries.
 *
 * @param held reserved and not yet released
 * @param spent charges plus refunds plus adjustments
 */
public record Balance(MicroUsd held, MicroUsd spent) {
    public static final Balance ZERO = new Balance(MicroUsd.ZERO, MicroUsd.ZERO);

    /** This balance after one more entry. */
    public Balance with(LedgerEntry entry) {
        return switch (entry.kind()) {
            case RESERVE, RELEASE -> new Balance(held.plus(entry.amount()), spent);
            case CHARGE, REFUND, ADJUST -> new Balance(held, spent.plus(entry.amount()));
        };
    }

    /** What counts against a budget: spent plus held. */
    public MicroUsd committed() {
        return held.plus(spent);
    }
}
