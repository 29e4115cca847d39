package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * Collects runs in rising order and joins those that touch. Position is the pixel number in whichever order the runs
 * are given; the caller knows which.
 */
final class RunBuilder {
    private int[] ends;
    private int used;

    /** Starts at position 0 with an empty run of background. */
    RunBuilder(int expectedRuns) {
        ends = new int[Math.max(4, expectedRuns + 2)];
        used = 1;
    }

    /** Appends pixels of one colour; 0 pixels change nothing. */
    void add(boolean foreground, int length) {
        if (length == 0) {
            return;
        }
        int start = ends[used - 1];
        boolean lastIsForeground = (used & 1) == 0;
        if (foreground != lastIsForeground) {
            ensureRoom();
            used++;
        }
        ends[used - 1] = start + length;
    }

    /** Appends background up to {@code start} and foreground up to {@code end}, exclusive. */
    void addInterval(int start, int end) {
        if (end > start) {
            add(false, start - ends[used - 1]);
            add(true, end - start);
        }
    }

    /** The position up to which runs are known. */
    int position() {
        return ends[used - 1];
    }

    /** The run ends after filling up to {@code total} with background, of which the last run may be empty. */
    int[] finish(int total) {
        boolean lastIsForeground = (used & 1) == 0;
        int[] finished = Arrays.copyOf(ends, lastIsForeground ? used + 1 : used);
        finished[finished.length - 1] = total;
        return finished;
    }

    private void ensureRoom() {
        if (used == ends.length) {
            ends = Arrays.copyOf(ends, used * 2);
        }
    }
}
