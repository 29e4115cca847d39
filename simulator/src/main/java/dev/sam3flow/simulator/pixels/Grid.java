package dev.sam3flow.simulator.pixels;

import dev.sam3flow.simulator.mask.RowRuns;
import java.util.Arrays;

/**
 * The smaller picture in which objects are looked for, and the way back to the full one.
 *
 * @param width of the full picture
 * @param height of the full picture
 * @param columns of the smaller one
 * @param rows of the smaller one
 */
record Grid(int width, int height, int columns, int rows) {
    private static final double MOST_PIXELS = 130_000;

    static Grid of(int width, int height) {
        int scale = Math.max(1, (int) Math.ceil(Math.sqrt(width * (double) height / MOST_PIXELS)));
        return new Grid(width, height, (width + scale - 1) / scale, (height + scale - 1) / scale);
    }

    int pixels() {
        return columns * rows;
    }

    int column(int x) {
        return Math.min(columns - 1, Math.max(0, (int) ((long) x * columns / width)));
    }

    int row(int y) {
        return Math.min(rows - 1, Math.max(0, (int) ((long) y * rows / height)));
    }

    /** The same pixels of the full picture. */
    RowRuns enlarge(Blob blob) {
        int[] pairs = new int[Math.max(16, blob.runs().length * 4)];
        int used = 0;
        int at = 0;
        int[] runs = blob.runs();
        while (at < runs.length) {
            int row = runs[at] / columns;
            int end = at;
            while (end < runs.length && runs[end] / columns == row) {
                end += 2;
            }
            for (int y = edge(row, rows, height); y < edge(row + 1, rows, height); y++) {
                for (int i = at; i < end; i += 2) {
                    int column = runs[i] - row * columns;
                    int left = edge(column, columns, width);
                    int right = edge(column + runs[i + 1], columns, width);
                    if (used > 0 && pairs[used - 2] + pairs[used - 1] == y * width + left) {
                        pairs[used - 1] += right - left; // a run over the end of a line goes on in the next
                        continue;
                    }
                    if (used == pairs.length) {
                        pairs = Arrays.copyOf(pairs, 2 * used);
                    }
                    pairs[used++] = y * width + left;
                    pairs[used++] = right - left;
                }
            }
            at = end;
        }
        return RowRuns.of(width, height, Arrays.copyOf(pairs, used));
    }

    /** The first full pixel of a small one; that of the one behind the last is the full length. */
    private static int edge(int small, int smallLength, int fullLength) {
        return (int) (((long) small * fullLength + smallLength - 1) / smallLength);
    }
}
