package dev.sam3flow.core.mask;

/** Counts the pixels that two masks of one size share. */
final class RunOverlap {
    private RunOverlap() {}

    /**
     * Pixels that are foreground in both. Both runs move on at once when neither reaches the other's next run, which
     * is what alike masks mostly do.
     */
    static int pixels(int[] a, int[] b) {
        int lastA = a.length - 1;
        int lastB = b.length - 1;
        if (lastA == 0 || lastB == 0) {
            return 0;
        }
        int i = a[1] > b[0] ? 0 : firstEndingAfter(a, b[0]);
        int j = b[1] > a[0] ? 0 : firstEndingAfter(b, a[0]);
        int shared = 0;
        while (i < lastA && j < lastB) {
            int endA = a[i + 1];
            int endB = b[j + 1];
            shared += Math.max(0, Math.min(endA, endB) - Math.max(a[i], b[j]));
            int stepA = endA <= b[j + 2] ? 2 : 0;
            if (endB <= a[i + 2]) {
                j += 2;
            }
            i += stepA;
        }
        return shared;
    }

    /** Index of the start of the first foreground run that ends after the position. */
    private static int firstEndingAfter(int[] ends, int position) {
        int low = 0;
        int high = ends.length - 1 >> 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[2 * middle + 1] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return 2 * low;
    }

    /** Pixels that are foreground both at a place and {@code distance} places before. */
    static int pixelsWhenShifted(int[] ends, int distance) {
        int last = ends.length - 1;
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < last && j < last) {
            int end = ends[i + 1];
            int movedEnd = ends[j + 1] + distance;
            shared += Math.max(0, Math.min(end, movedEnd) - Math.max(ends[i], ends[j] + distance));
            if (end <= movedEnd) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return shared;
    }
}
