package dev.sam3flow.simulator;

/** How a video's length becomes money; at least one unit of 5 s is always taken. */
public enum PriceRounding {
    /** every started unit of 5 s */
    STARTED_UNITS,
    /** every started second, a fifth of a unit each */
    STARTED_SECONDS,
    /** the exact length, the amount rounded half up to a micro-USD */
    EXACT;

    private static final long UNIT_MICROS = 5_000_000;

    /**
     * The price of a video.
     *
     * @param durationMicros its length
     * @param unitMicroUsd what 5 s are
     */
    public long price(long durationMicros, long unitMicroUsd) {
        long billed = Math.max(durationMicros, UNIT_MICROS);
        return switch (this) {
            case STARTED_UNITS -> (billed + UNIT_MICROS - 1) / UNIT_MICROS * unitMicroUsd;
            case STARTED_SECONDS -> (billed + 999_999) / 1_000_000 * unitMicroUsd / 5;
            case EXACT -> (billed * unitMicroUsd + UNIT_MICROS / 2) / UNIT_MICROS;
        };
    }
}
