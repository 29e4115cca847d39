package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.PixelOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the runs say about the order of pixels.
 *
 * @param winner the order; null if they do not decide
 * @param sentence why, or why not
 */
record OrderVote(@Nullable PixelOrder winner, String sentence) {
    /** Most breaks, as a share of the mass, that a mask read in the right order may have. */
    private static final double COHERENT = 0.3;

    private static final double CLEARLY_COHERENT = 0.1;
    /** Fewest breaks, as a share of the mass, that the wrong order must show. */
    private static final double BROKEN = 0.1;

    private static final double FACTOR = 3;
    private static final double CLEAR_FACTOR = 5;
    private static final long MANY_CROSSINGS = 8;

    static OrderVote of(RunEvidence runs, FrameSize size) {
        if (size.width() == size.height()) {
            return new OrderVote(null, "the frames are square, so the distance between lines says nothing");
        }
        if (runs.mass() == 0) {
            return new OrderVote(
                    null,
                    "no mask shows the distance between its lines: they are small, thin, textures, or the frame is narrow");
        }
        double rows = (double) runs.rowBreaks() / runs.mass();
        double columns = (double) runs.columnBreaks() / runs.mass();
        long rowCrossings = runs.rowCrossings().fewest();
        long columnCrossings = runs.columnCrossings().fewest();
        PixelOrder winner = null;
        if (wins(rows, columns, rowCrossings, columnCrossings)) {
            winner = PixelOrder.ROW_MAJOR;
        } else if (wins(columns, rows, columnCrossings, rowCrossings)) {
            winner = PixelOrder.COLUMN_MAJOR;
        }
        return new OrderVote(
                winner,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the pixels have no neighbour %d on (a row) and %.1f %% none %d on (a column); %d runs "
                                + "go over the end of a row, %d over the end of a column; %d masks vote%s",
                        100 * rows,
                        size.width(),
                        100 * columns,
                        size.height(),
                        rowCrossings,
                        columnCrossings,
                        runs.voters(),
                        winner == null ? ", which does not decide the order" : ""));
    }

    private static boolean wins(double breaks, double otherBreaks, long crossings, long otherCrossings) {
        if (breaks > COHERENT || breaks >= otherBreaks) {
            return false;
        }
        boolean byBreaks = otherBreaks >= BROKEN
                && otherBreaks >= FACTOR * breaks
                && (crossings == 0 || crossings < otherCrossings);
        boolean clearly = breaks <= CLEARLY_COHERENT && otherBreaks >= BROKEN && otherBreaks >= CLEAR_FACTOR * breaks;
        boolean byCrossings = crossings == 0 && otherCrossings >= MANY_CROSSINGS;
        return byBreaks || clearly || byCrossings;
    }
}
