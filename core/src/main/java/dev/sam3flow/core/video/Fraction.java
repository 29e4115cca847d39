package dev.sam3flow.core.video;

/**
 * A positive fraction, such as a frame rate in Hz or a time base in seconds.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record Fraction(long numerator, long denominator) {
    public Fraction {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException(
                    "fraction " + numerator + "/" + denominator + ": both numbers must be at least 1");
        }
    }

    /** Reads {@code "30000/1001"} or {@code "25"}. */
    public static Fraction parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Fraction(Long.parseLong(text), 1)
                : new Fraction(Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    public double toDouble() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
