package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * The foreground cut at the columns' borders: each part lies in one column and covers the rows {@code top} (inclusive)
 * to {@code bottom} (exclusive). Parts are in column-major order and those of one column never touch.
 */
final class ColumnParts {
    /** Told of one part after the other. */
    interface Sink {
        void part(int x, int top, int bottom);
    }

    private final int[] tops;
    private final int[] bottoms;
    private final int[] firstOfColumn;

    private ColumnParts(int count, int columns) {
        tops = new int[count];
        bottoms = new int[count];
        firstOfColumn = new int[columns + 1];
    }

    static ColumnParts of(int[] ends, FrameSize size) {
        ColumnParts parts = new ColumnParts(count(ends, size.height()), size.width());
        int[] used = {0};
        each(ends, size.height(), (x, top, bottom) -> {
            parts.tops[used[0]] = top;
            parts.bottoms[used[0]] = bottom;
            parts.firstOfColumn[x + 1] = ++used[0];
        });
        for (int x = 1; x <= size.width(); x++) {
            parts.firstOfColumn[x] = Math.max(parts.firstOfColumn[x], parts.firstOfColumn[x - 1]);
        }
        return parts;
    }

    /** Calls the sink for each part of column-major run ends. */
    static void each(int[] ends, int height, Sink sink) {
        for (int i = 1; i < ends.length; i += 2) {
            int x = ends[i - 1] / height;
            int columnStart = x * height;
            int top = ends[i - 1] - columnStart;
            int bottom = ends[i] - columnStart;
            while (bottom > height) {
                sink.part(x++, top, height);
                bottom -= height;
                top = 0;
            }
            sink.part(x, top, bottom);
        }
    }

    /** Number of parts of column-major run ends. */
    static int count(int[] ends, int height) {
        int count = 0;
        for (int i = 1; i < ends.length; i += 2) {
            count += (ends[i] - 1) / height - ends[i - 1] / height + 1;
        }
        return count;
    }

    int count() {
        return tops.length;
    }

    int columns() {
        return firstOfColumn.length - 1;
    }

    /** The index of the column's first part; the column's parts end before {@code first(x + 1)}. */
    int first(int x) {
        return firstOfColumn[x];
    }

    int top(int part) {
        return tops[part];
    }

    int bottom(int part) {
        return bottoms[part];
    }

    /** The index of the part that covers a foreground pixel. */
    int at(int x, int y) {
        int found = Arrays.binarySearch(tops, firstOfColumn[x], firstOfColumn[x + 1], y);
        return found >= 0 ? found : ~found - 1;
    }
}
