package dev.sam3flow.core.mask;

/** New pictures from old by moving runs: windows, mirrors, sizes. All run ends are column-major. */
final class Reshaping {
    private Reshaping() {}

    /** What is seen through a window that may lie partly outside of the frame, where all is background. */
    static int[] window(int[] ends, int height, Box window) {
        RunBuilder runs = new RunBuilder(ends.length);
        ColumnParts.each(ends, height, (x, top, bottom) -> {
            if (x >= window.x() && x < window.endX()) {
                int columnStart = (x - window.x()) * window.height();
                int from = Math.max(top, window.y()) - window.y();
                int to = Math.min(bottom, window.endY()) - window.y();
                if (from < to) {
                    runs.addInterval(columnStart + from, columnStart + to);
                }
            }
        });
        return runs.finish(window.width() * window.height());
    }

    /** Turned by 180 degrees: the runs in reverse. */
    static int[] rotatedByHalf(int[] ends) {
        int total = ends[ends.length - 1];
        RunBuilder runs = new RunBuilder(ends.length);
        for (int i = ends.length - 2; i > 0; i -= 2) {
            runs.addInterval(total - ends[i], total - ends[i - 1]);
        }
        return runs.finish(total);
    }

    /** Upside down: columns stay in order, the parts of each in reverse. */
    static int[] upsideDown(int[] ends, FrameSize size) {
        ColumnParts parts = ColumnParts.of(ends, size);
        RunBuilder runs = new RunBuilder(ends.length);
        int height = size.height();
        for (int x = 0; x < size.width(); x++) {
            int columnEnd = (x + 1) * height;
            for (int part = parts.first(x + 1) - 1; part >= parts.first(x); part--) {
                runs.addInterval(columnEnd - parts.bottom(part), columnEnd - parts.top(part));
            }
        }
        return runs.finish(size.pixels());
    }

    /** Nearest neighbour: a pixel of the target takes the source pixel under its centre. */
    static int[] scaled(int[] ends, FrameSize size, FrameSize target) {
        ColumnParts parts = ColumnParts.of(ends, size);
        RunBuilder runs = new RunBuilder(ends.length);
        for (int x = 0; x < target.width(); x++) {
            int source = (int) ((2L * x + 1) * size.width() / (2L * target.width()));
            int columnStart = x * target.height();
            for (int part = parts.first(source); part < parts.first(source + 1); part++) {
                int top = firstUnder(parts.top(part), size.height(), target.height());
                int bottom = firstUnder(parts.bottom(part), size.height(), target.height());
                runs.addInterval(columnStart + top, columnStart + bottom);
            }
        }
        return runs.finish(target.pixels());
    }

    /** The first target row whose centre lies at or below the upper edge of the source row. */
    private static int firstUnder(int row, int height, int targetHeight) {
        long doubled = 2L * targetHeight * row - height;
        return doubled <= 0 ? 0 : (int) ((doubled + 2L * height - 1) / (2L * height));
    }
}
