package dev.sam3flow.core.rle;

import dev.sam3flow.core.rle.FrameDraft.ObjectDraft;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores and boxes that a file lists beside its masks, a row for each frame. Kept flat, so that they are small beside
 * the masks.
 */
public final class SideLists {
    /** Nothing is listed. */
    public static final SideLists NONE = new SideLists(new Rows(1), new Rows(4), null);

    private static final int BOX = 4;

    private final Rows scores;
    private final Rows boxes;
    private final @Nullable String leftOut;

    /** @param boxes rows of four numbers each */
    SideLists(Rows scores, Rows boxes, @Nullable String leftOut) {
        this.scores = scores;
        this.boxes = boxes;
        this.leftOut = leftOut;
    }

    /** Why lists that are there are not taken, in words that go on from the file's name; null where all are. */
    public @Nullable String leftOut() {
        return leftOut;
    }

    /** Gives the frame's objects the scores and boxes of its row, where they have none of their own. */
    void addTo(FrameDraft frame, int row) {
        int places = Math.max(1, frame.places);
        for (ObjectDraft object : frame.objects) {
            if (object.score == null && scores.length(row) == places) {
                double score = scores.get(row, object.position, 0);
                object.score = Double.isNaN(score) ? null : score;
            }
            if (object.box == null && boxes.length(row) == places) {
                object.box = box(row, object.position);
            }
        }
    }

    private @Nullable RawBox box(int row, int position) {
        double[] numbers = new double[BOX];
        for (int i = 0; i < BOX; i++) {
            numbers[i] = boxes.get(row, position, i);
        }
        return Double.isNaN(numbers[0]) ? null : new RawBox(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /** Rows of different lengths whose entries are a fixed count of numbers each, NaN for none. */
    static final class Rows {
        private final int width;
        private double[] numbers = {};
        private int[] ends = {};
        private int used;
        private int rows;

        Rows(int width) {
            this.width = width;
        }

        int rows() {
            return rows;
        }

        int entries() {
            return used / width;
        }

        void add(double... entry) {
            if (used + width > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(16 * width, 2 * numbers.length));
            }
            System.arraycopy(entry, 0, numbers, used, width);
            used += width;
        }

        void endRow() {
            if (rows == ends.length) {
                ends = Arrays.copyOf(ends, Math.max(16, 2 * rows));
            }
            ends[rows++] = used;
        }

        /** Entries of a row; 0 where there is no such row. */
        int length(int row) {
            return row >= rows ? 0 : (ends[row] - start(row)) / width;
        }

        double get(int row, int entry, int number) {
            return numbers[start(row) + entry * width + number];
        }

        private int start(int row) {
            return row == 0 ? 0 : ends[row - 1];
        }
    }
}
