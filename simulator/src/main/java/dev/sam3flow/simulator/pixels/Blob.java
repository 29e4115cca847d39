package dev.sam3flow.simulator.pixels;

import java.util.Arrays;

/**
 * Pixels that belong together in one picture.
 *
 * @param runs start, length, start, length, … along the rows of the grid; rising; no run goes over the end of a row
 * @param area number of pixels
 */
record Blob(int[] runs, int area) {
    static Blob of(int[] runs) {
        int area = 0;
        for (int i = 1; i < runs.length; i += 2) {
            area += runs[i];
        }
        return new Blob(runs, area);
    }

    /** How many pixels both have. */
    int shared(Blob other) {
        int[] a = runs;
        int[] b = other.runs;
        int shared = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            int endA = a[i] + a[i + 1];
            int endB = b[j] + b[j + 1];
            shared += Math.max(0, Math.min(endA, endB) - Math.max(a[i], b[j]));
            if (endA < endB) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return shared;
    }

    /** Both together; they share no pixel. */
    Blob with(Blob other) {
        long[] order = new long[(runs.length + other.runs.length) / 2];
        int n = 0;
        for (int[] of : new int[][] {runs, other.runs}) {
            for (int i = 0; i < of.length; i += 2) {
                order[n++] = (long) of[i] << 32 | of[i + 1];
            }
        }
        Arrays.sort(order);
        int[] joined = new int[2 * n];
        for (int i = 0; i < n; i++) {
            joined[2 * i] = (int) (order[i] >>> 32);
            joined[2 * i + 1] = (int) order[i];
        }
        return new Blob(joined, area + other.area);
    }

    /** Number of pixels within columns and rows, the last ones exclusive. */
    int inside(int columns, int left, int top, int right, int bottom) {
        int inside = 0;
        for (int i = 0; i < runs.length; i += 2) {
            int row = runs[i] / columns;
            int from = runs[i] % columns;
            if (row >= top && row < bottom) {
                inside += Math.max(0, Math.min(from + runs[i + 1], right) - Math.max(from, left));
            }
        }
        return inside;
    }
}
