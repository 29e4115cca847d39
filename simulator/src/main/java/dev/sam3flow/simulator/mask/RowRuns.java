package dev.sam3flow.simulator.mask;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A mask as the foreground runs of its pixels in row-major order, counted from 0. Shares no code with the product's own
 * masks, so that what one writes and the other reads is a proof.
 */
public final class RowRuns {
    private final int width;
    private final int height;
    private final int[] pairs;

    private RowRuns(int width, int height, int[] pairs) {
        this.width = width;
        this.height = height;
        this.pairs = pairs;
    }

    /**
     * Takes runs as they are.
     *
     * @param startLength start, length, start, length, …; rising, not touching, within the frame
     * @throws IllegalArgumentException if they are not
     */
    public static RowRuns of(int width, int height, int... startLength) {
        long reached = -1;
        for (int i = 0; i < startLength.length; i += 2) {
            if (i + 1 == startLength.length || startLength[i] <= reached || startLength[i + 1] < 1) {
                throw new IllegalArgumentException("number " + i + " of the runs of a " + width + "x" + height
                        + " mask: runs must come in pairs of start and length, rise and not touch");
            }
            reached = (long) startLength[i] + startLength[i + 1];
        }
        if (reached > (long) width * height) {
            throw new IllegalArgumentException(
                    "runs that end at pixel " + reached + " do not fit a " + width + "x" + height + " frame");
        }
        return new RowRuns(width, height, startLength.clone());
    }

    /** A mask without foreground. */
    public static RowRuns empty(int width, int height) {
        return new RowRuns(width, height, new int[0]);
    }

    /** A mask from a set of row-major pixel numbers. */
    public static RowRuns ofBits(int width, int height, BitSet pixels) {
        int[] pairs = new int[16];
        int used = 0;
        for (int start = pixels.nextSetBit(0); start >= 0; ) {
            int end = pixels.nextClearBit(start);
            if (used == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * used);
            }
            pairs[used++] = start;
            pairs[used++] = end - start;
            start = pixels.nextSetBit(end);
        }
        return new RowRuns(width, height, Arrays.copyOf(pairs, used));
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Start, length, start, length, … in row-major order, counted from 0. */
    public int[] pairs() {
        return pairs.clone();
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Number of foreground pixels. */
    public int area() {
        int area = 0;
        for (int i = 1; i < pairs.length; i += 2) {
            area += pairs[i];
        }
        return area;
    }

    /** The foreground as a set of row-major pixel numbers. */
    public BitSet bits() {
        BitSet bits = new BitSet(width * height);
        for (int i = 0; i < pairs.length; i += 2) {
            bits.set(pairs[i], pairs[i] + pairs[i + 1]);
        }
        return bits;
    }

    /** Foreground of either. */
    public RowRuns union(RowRuns other) {
        if (other.isEmpty()) {
            return this;
        }
        BitSet bits = bits();
        bits.or(other.bits());
        return ofBits(width, height, bits);
    }

    /** Left, top, width and height of the smallest box around the foreground; all 0 when there is none. */
    public int[] box() {
        if (isEmpty()) {
            return new int[4];
        }
        int left = width;
        int right = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            int x = pairs[i] % width;
            boolean wraps = x + pairs[i + 1] > width;
            left = Math.min(left, wraps ? 0 : x);
            right = Math.max(right, wraps ? width : x + pairs[i + 1]);
        }
        int top = pairs[0] / width;
        int last = pairs[pairs.length - 2] + pairs[pairs.length - 1] - 1;
        return new int[] {left, top, right - left, last / width + 1 - top};
    }

    /** The same foreground at the same places of a larger or smaller frame. */
    public RowRuns onFrame(int newWidth, int newHeight) {
        BitSet moved = new BitSet(newWidth * newHeight);
        bits().stream()
                .filter(p -> p % width < newWidth && p / width < newHeight)
                .forEach(p -> moved.set(p / width * newWidth + p % width));
        return ofBits(newWidth, newHeight, moved);
    }

    /** The runs of the same foreground counted down the columns, from 0: start, length, … */
    int[] columnPairs() {
        BitSet columns = new BitSet(width * height);
        for (int i = 0; i < pairs.length; i += 2) {
            for (int p = pairs[i]; p < pairs[i] + pairs[i + 1]; p++) {
                columns.set(p % width * height + p / width);
            }
        }
        return ofBits(height, width, columns).pairs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowRuns runs
                && width == runs.width
                && height == runs.height
                && Arrays.equals(pairs, runs.pairs);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        return "RowRuns[" + width + "x" + height + ", area " + area() + "]";
    }
}
