package dev.sam3flow.core.rle;

/**
 * What the runs of many masks say about the order and the base in which pixels were counted. A mask votes for an order
 * by its breaks: foreground pixels whose neighbour in the next line is background. Few breaks at the distance of a row
 * mean row-major, few at the distance of a column mean column-major.
 *
 * @param voters masks that are long enough to vote
 * @param mass sum of the voters' foreground or background pixels, whichever are fewer
 * @param rowBreaks breaks of the voters where a line is as long as the frame is wide
 * @param columnBreaks breaks of the voters where a line is as long as the frame is high
 * @param rowCrossings runs of the voters that go over the end of a row, for the base at which they are fewer
 * @param columnCrossings runs of the voters that go over the end of a column, for the base at which they are fewer
 * @param longestRun longest run of all masks
 * @param rowStarts runs that start a row exactly if the base is 0, and if it is 1 start on its last pixel; of masks in
 *     which, if it is 0, no run goes over the end of a row
 * @param rowEnds runs that end a row exactly if the base is 1, and if it is 0 end on a row's first pixel; of masks in
 *     which, if it is 1, no run goes over the end of a row
 * @param columnStarts as {@code rowStarts}, for columns
 * @param columnEnds as {@code rowEnds}, for columns
 */
public record RunEvidence(
        long voters,
        long mass,
        long rowBreaks,
        long columnBreaks,
        Crossings rowCrossings,
        Crossings columnCrossings,
        int longestRun,
        long rowStarts,
        long rowEnds,
        long columnStarts,
        long columnEnds) {

    /**
     * Runs that go over the end of a line.
     *
     * @param base0 if the first pixel is number 0
     * @param base1 if the first pixel is number 1
     */
    public record Crossings(long base0, long base1) {
        static final Crossings NONE = new Crossings(0, 0);

        long fewest() {
            return Math.min(base0, base1);
        }

        Crossings plus(Crossings other) {
            return new Crossings(base0 + other.base0, base1 + other.base1);
        }
    }

    static final RunEvidence NONE = new RunEvidence(0, 0, 0, 0, Crossings.NONE, Crossings.NONE, 0, 0, 0, 0, 0);

    RunEvidence merge(RunEvidence other) {
        return new RunEvidence(
                voters + other.voters,
                mass + other.mass,
                rowBreaks + other.rowBreaks,
                columnBreaks + other.columnBreaks,
                rowCrossings.plus(other.rowCrossings),
                columnCrossings.plus(other.columnCrossings),
                Math.max(longestRun, other.longestRun),
                rowStarts + other.rowStarts,
                rowEnds + other.rowEnds,
                columnStarts + other.columnStarts,
                columnEnds + other.columnEnds);
    }
}
