package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * Turns runs along lines into runs across them, without drawing. Where two neighbouring lines differ, a run across the
 * lines begins or ends: the differences are found by walking both lines' edges at once, counted for each position in
 * the line, then put in order.
 */
final class RunOrder {
    private final int[] ends;
    private final int lineLength;
    private final int lines;

    private RunOrder(int[] ends, int lineLength, int lines) {
        this.ends = ends;
        this.lineLength = lineLength;
        this.lines = lines;
    }

    /**
     * Run ends in the other order.
     *
     * @param ends ends of alternating runs, run 0 background, along {@code lines} lines of {@code lineLength} pixels
     * @return ends of the same picture's runs, across the lines
     */
    static int[] turn(int[] ends, int lineLength, int lines) {
        return new RunOrder(ends, lineLength, lines).turned();
    }

    private int[] turned() {
        int[] first = new int[lineLength + 1];
        walk((position, line) -> first[position + 1]++);
        for (int position = 0; position < lineLength; position++) {
            first[position + 1] += first[position];
        }
        int[] changes = new int[first[lineLength]];
        int[] next = Arrays.copyOf(first, lineLength);
        walk((position, line) -> changes[next[position]++] = position * lines + line);
        return ColumnChanges.joined(changes, changes.length, lineLength * lines);
    }

    private interface ChangeSink {
        /** Told that the pixel at this position of this line differs from the same position one line before. */
        void change(int position, int line);
    }

    private void walk(ChangeSink sink) {
        Line before = new Line(ends);
        Line current = new Line(ends);
        before.open(-lineLength, 0);
        for (int line = 0; line < lines; line++) {
            current.open(line * lineLength, lineLength);
            differ(before, current, line, sink);
            before.open(line * lineLength, lineLength);
        }
        current.open(lines * lineLength, 0);
        differ(before, current, lines, sink);
    }

    private void differ(Line a, Line b, int line, ChangeSink sink) {
        boolean differs = false;
        int from = 0;
        while (from < lineLength) {
            int edgeA = a.edge();
            int edgeB = b.edge();
            int to = Math.min(Math.min(edgeA, edgeB), lineLength);
            if (differs) {
                for (int position = from; position < to; position++) {
                    sink.change(position, line);
                }
            }
            if (to < lineLength) {
                differs ^= (edgeA == to) != (edgeB == to);
                if (edgeA == to) {
                    a.pass();
                }
                if (edgeB == to) {
                    b.pass();
                }
            }
            from = to;
        }
    }

    /** A cursor over the positions at which the colour changes within one line, starting from background. */
    private static final class Line {
        private final int[] ends;
        private int start;
        private boolean blank;
        private int run;
        private boolean opensInForeground;

        Line(int[] ends) {
            this.ends = ends;
        }

        void open(int start, int length) {
            this.start = start;
            this.blank = length == 0;
            while (length > 0 && ends[run] <= start) {
                run++;
            }
            opensInForeground = length > 0 && (run & 1) == 1;
        }

        int edge() {
            if (opensInForeground) {
                return 0;
            }
            return blank ? Integer.MAX_VALUE : ends[run] - start;
        }

        void pass() {
            if (opensInForeground) {
                opensInForeground = false;
            } else {
                run++;
            }
        }
    }
}
