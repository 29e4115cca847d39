package dev.sam3flow.core.mask;

/** Counts the pixels that two masks of one size share. */
final class RunOverlap {
    private RunOverlap() {}

    /** Pixels that are foreground in both. */
    static int pixels(int[] a, int[] b) {
        return pixels(a, b, 0);
    }

    /** Pixels that are foreground both at a place and {@code distance} places before. */
    static int pixelsWhenShifted(int[] ends, int distance) {
        return pixels(ends, ends, distance);
    }

    private static int pixels(int[] a, int[] b, int shift) {
        int shared = 0;
        int i = 1;
        int j = 1;
        while (i < a.length && j < b.length) {
            int start = Math.max(a[i - 1], b[j - 1] + shift);
            int end = Math.min(a[i], b[j] + shift);
            shared += Math.max(0, end - start);
            if (a[i] <= b[j] + shift) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return shared;
    }
}
