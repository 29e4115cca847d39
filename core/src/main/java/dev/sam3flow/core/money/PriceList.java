package dev.sam3flow.core.money;

/**
 * What the provider charges for a video of a given length.
 *
 * <p>Source: the model's page: 0.05 USD for every started 5 s, at least 5 s, at most 600 s a prediction.
 *
 * @param perUnit price of one billing unit
 * @param unitMicros length of a billing unit in microseconds
 * @param maxMicros longest video of one prediction in microseconds
 * @param rounding how a started unit counts
 */
public record PriceList(MicroUsd perUnit, long unitMicros, long maxMicros, Rounding rounding) {

    /** The published readings of the rounding; the model's page documents {@link #STARTED_UNITS}. */
    public enum Rounding {
        /** every started unit counts whole: 12.3 s is 3 units */
        STARTED_UNITS,
        /** every started second counts whole, at a fifth of the unit's price */
        STARTED_SECONDS,
        /** in proportion, rounded up to whole micro-USD */
        EXACT
    }

    public static final PriceList PUBLISHED =
            new PriceList(new MicroUsd(50_000), 5_000_000, 600_000_000, Rounding.STARTED_UNITS);

    public PriceList {
        if (perUnit.isNegative() || unitMicros <= 0 || unitMicros % 1_000_000 != 0 || maxMicros < unitMicros) {
            throw new IllegalArgumentException("price list " + perUnit + " per " + unitMicros + " µs up to " + maxMicros
                    + " µs: needs a price >= 0, a unit of whole seconds and a maximum of at least one unit");
        }
    }

    /** Billing units of a video, at least one; {@code durationMicros} counts from first to last frame's end. */
    public long units(long durationMicros) {
        if (durationMicros < 0) {
            throw new IllegalArgumentException("duration of " + durationMicros + " µs: must not be negative");
        }
        return Math.max(1, Math.floorDiv(Math.addExact(durationMicros, unitMicros - 1), unitMicros));
    }

    /** Charge for a video of this many microseconds. */
    public MicroUsd charge(long durationMicros) {
        long billed = Math.max(unitMicros, durationMicros);
        switch (rounding) {
            case STARTED_SECONDS: {
                long seconds = Math.floorDiv(billed + 999_999, 1_000_000L);
                return new MicroUsd(ceilDiv(perUnit.times(seconds).value(), unitMicros / 1_000_000));
            }
            case EXACT:
                return new MicroUsd(ceilDiv(perUnit.times(billed).value(), unitMicros));
            default:
                return perUnit.times(units(durationMicros));
        }
    }

    /** Seconds the provider bills: started units times the unit's length. */
    public long billedSeconds(long durationMicros) {
        return units(durationMicros) * (unitMicros / 1_000_000);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
