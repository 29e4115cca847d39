package dev.sam3flow.core.mask;

/** Counts the pixels that two masks of one size share. */
final class RunOverlap {
    private RunOverlap() {}

    /** Pixels that are foreground in both. */
    static int pixels(int[] a, int[] b) {
        int shared = 0;
        int i = 1;
        int j = 1;
        while (i < a.length && j < b.length) {
            int start = Math.max(a[i - 1], b[j - 1]);
            int end = Math.min(a[i], b[j]);
            shared += Math.max(0, end - start);
            if (a[i] <= b[j]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return shared;
    }
}
