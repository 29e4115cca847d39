package dev.sam3flow.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in whole micro-USD (1 USD = 1,000,000); may be negative.
 *
 * @param value micro-USD
 */
public record MicroUsd(long value) implements Comparable<MicroUsd> {
    /** Of the largest amount there is, 9,223,372,036,854.775807 USD. */
    private static final int MOST_DIGITS = 13;

    public static final MicroUsd ZERO = new MicroUsd(0);

    /** Reads a decimal amount of USD such as {@code "3.00"}; more than six decimals are refused. */
    public static MicroUsd ofUsd(String usd) {
        return ofUsd(new BigDecimal(usd));
    }

    /** @throws ArithmeticException if the amount has more than six decimals or does not fit */
    public static MicroUsd ofUsd(BigDecimal usd) {
        // before it is written out: 1e999999999 has a thousand million digits
        BigDecimal amount = usd.stripTrailingZeros();
        if (amount.scale() > 6 || (long) amount.precision() - amount.scale() > MOST_DIGITS) {
            throw new ArithmeticException("an amount of USD with more than six decimals, or more than " + MOST_DIGITS
                    + " digits before its point");
        }
        return new MicroUsd(
                amount.movePointRight(6).setScale(0, RoundingMode.UNNECESSARY).longValueExact());
    }

    public MicroUsd plus(MicroUsd other) {
        return new MicroUsd(Math.addExact(value, other.value));
    }

    public MicroUsd minus(MicroUsd other) {
        return new MicroUsd(Math.subtractExact(value, other.value));
    }

    public MicroUsd times(long factor) {
        return new MicroUsd(Math.multiplyExact(value, factor));
    }

    public MicroUsd negated() {
        return new MicroUsd(Math.negateExact(value));
    }

    public boolean isNegative() {
        return value < 0;
    }

    public boolean isZero() {
        return value == 0;
    }

    @Override
    public int compareTo(MicroUsd other) {
        return Long.compare(value, other.value);
    }

    /** {@code $3.00}: two decimals, more only where the amount has them. */
    @Override
    public String toString() {
        BigDecimal usd = BigDecimal.valueOf(Math.abs(value), 6).stripTrailingZeros();
        return (value < 0 ? "-$" : "$")
                + usd.setScale(Math.max(2, usd.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString();
    }
}
