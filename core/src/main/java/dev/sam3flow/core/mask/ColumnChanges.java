package dev.sam3flow.core.mask;

import java.util.Arrays;

/** Places where a column changes colour, gathered in any order. Two changes at one place cancel each other. */
final class ColumnChanges {
    private final FrameSize size;
    private int[] positions = new int[64];
    private int used;

    ColumnChanges(FrameSize size) {
        this.size = size;
    }

    FrameSize size() {
        return size;
    }

    /** The colour changes in column x, which lies in the frame, at the upper edge of row y; y is moved into the frame. */
    void add(int x, int y) {
        // one place is left for the end of the picture
        if (used + 1 == positions.length) {
            positions = Arrays.copyOf(positions, positions.length * 2);
        }
        positions[used++] = x * size.height() + Math.max(0, Math.min(y, size.height()));
    }

    int[] toRunEnds() {
        Arrays.sort(positions, 0, used);
        return Arrays.copyOf(positions, join(positions, used, size.pixels()));
    }

    /**
     * Makes run ends of sorted changes, an even number: of equal ones, pairs cancel each other.
     *
     * @param changes overwritten with the ends, of which there may be one more than changes
     * @return how many ends there are
     */
    static int join(int[] changes, int count, int total) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept > 0 && changes[kept - 1] == changes[i]) {
                kept--;
            } else {
                changes[kept++] = changes[i];
            }
        }
        changes[kept] = total;
        return kept + 1;
    }
}
