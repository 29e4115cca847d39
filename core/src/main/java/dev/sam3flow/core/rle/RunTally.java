package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;

/** Adds up {@link RunEvidence} mask by mask. */
final class RunTally {
    /** Shorter runs at the end of a line say nothing of the base: outlines one pixel wide look the same. */
    private static final int TELLING_RUN = 8;

    /** A mask of more runs a line is a texture: its lines need not look like their neighbours. */
    private static final int RUNS_A_LINE = 3;

    private static final int NARROW = 16;

    private final int width;
    private final int height;
    private final int pixels;
    private final int manyRuns;
    private final int textureRuns;
    private final int shortRun;

    private long voters;
    private long mass;
    private long rowBreaks;
    private long columnBreaks;
    private int longestRun;
    private final LineTally rows;
    private final LineTally columns;

    RunTally(FrameSize size) {
        width = size.width();
        height = size.height();
        pixels = size.pixels();
        int difference = Math.abs(width - height);
        textureRuns = RUNS_A_LINE * Math.max(width, height);
        // A streak that falls by one line over |width - height| pixels looks upright in the wrong order. It has at most
        // max / |width - height| lines and its own thickness, and its runs are as long as that difference. So a mask
        // votes if it has more runs than a streak that thin can have, or runs that are far shorter.
        boolean tells = difference > 0 && Math.min(width, height) >= NARROW;
        manyRuns = !tells ? Integer.MAX_VALUE : Math.max(width, height) / difference + 11;
        shortRun = tells ? difference / 4 : 0;
        rows = new LineTally(width);
        columns = new LineTally(height);
    }

    /** Adds a mask of {@code runs} foreground runs; numbers are start and length, in rising order. */
    void add(int[] startLength, int runs) {
        int longest = 0;
        long area = 0;
        if (runs > textureRuns) {
            return;
        }
        for (int i = 0; i < runs; i++) {
            longest = Math.max(longest, startLength[2 * i + 1]);
            area += startLength[2 * i + 1];
        }
        longestRun = Math.max(longestRun, longest);
        boolean votes = runs >= manyRuns || runs >= 4 && longest <= shortRun;
        rows.add(startLength, runs, votes);
        columns.add(startLength, runs, votes);
        if (votes) {
            voters++;
            mass += Math.min(area, pixels - area);
            rowBreaks += breaks(startLength, runs, width);
            columnBreaks += breaks(startLength, runs, height);
        }
    }

    RunEvidence evidence() {
        return new RunEvidence(
                voters,
                mass,
                rowBreaks,
                columnBreaks,
                rows.crossings(),
                columns.crossings(),
                longestRun,
                rows.starts,
                rows.ends,
                columns.starts,
                columns.ends);
    }

    /** Foreground pixels in all lines but the last whose neighbour {@code line} pixels on is background. */
    private long breaks(int[] startLength, int runs, int line) {
        long kept = 0;
        long asked = 0;
        int other = 0;
        for (int i = 0; i < runs; i++) {
            int start = startLength[2 * i] + line;
            int end = Math.min(start + startLength[2 * i + 1], pixels);
            if (start >= end) {
                break;
            }
            asked += end - start;
            while (other < runs && startLength[2 * other] + startLength[2 * other + 1] <= start) {
                other++;
            }
            for (int j = other; j < runs && startLength[2 * j] < end; j++) {
                int otherStart = startLength[2 * j];
                int otherEnd = otherStart + startLength[2 * j + 1];
                kept += Math.min(end, otherEnd) - Math.max(start, otherStart);
            }
        }
        return asked - kept;
    }

    /** Where runs lie within lines of one length. */
    private static final class LineTally {
        private final int line;
        private long crossings0;
        private long crossings1;
        private long starts;
        private long ends;

        LineTally(int line) {
            this.line = line;
        }

        /**
         * A run that starts a line under one base starts at the end of the line before under the other, and goes over
         * it. What touches both sides of the frame does that under either, a horizon in hundreds of frames at the same
         * place: only masks that keep within their lines tell the base.
         */
        void add(int[] startLength, int runs, boolean votes) {
            int over0 = 0;
            int over1 = 0;
            int starting = 0;
            int ending = 0;
            for (int i = 0; i < runs; i++) {
                int length = startLength[2 * i + 1];
                int column = startLength[2 * i] % line;
                int column1 = column == 0 ? line - 1 : column - 1;
                over0 += column + length > line ? 1 : 0;
                over1 += column1 + length > line ? 1 : 0;
                if (length >= TELLING_RUN) {
                    starting += column == 0 ? 1 : 0;
                    ending += (column1 + length) % line == 0 ? 1 : 0;
                }
            }
            starts += over0 == 0 ? starting : 0;
            ends += over1 == 0 ? ending : 0;
            if (votes) {
                crossings0 += over0;
                crossings1 += over1;
            }
        }

        RunEvidence.Crossings crossings() {
            return new RunEvidence.Crossings(crossings0, crossings1);
        }
    }
}
