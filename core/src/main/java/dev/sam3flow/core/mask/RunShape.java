package dev.sam3flow.core.mask;

/** Area and bounding box of run ends. */
final class RunShape {
    private RunShape() {}

    static int area(int[] ends, int count) {
        int area = 0;
        for (int i = 1; i < count; i += 2) {
            area += ends[i] - ends[i - 1];
        }
        return area;
    }

    /**
     * The box of column-major run ends. Runs rise, so the column's start is moved along instead of dividing for each
     * run; once a run crosses from one column to the next, the box is as high as the frame and the rest need not be
     * looked at.
     */
    static Box box(int[] ends, int count, int height) {
        if (count < 3) {
            return Box.EMPTY;
        }
        int top = height;
        int bottom = 0;
        int columnStart = 0;
        int columnEnd = height;
        for (int i = 1; i < count; i += 2) {
            int start = ends[i - 1];
            int end = ends[i];
            if (start >= columnEnd) {
                columnStart = columnEnd;
                columnEnd += height;
                if (start >= columnEnd) {
                    columnStart = start / height * height;
                    columnEnd = columnStart + height;
                }
            }
            if (end > columnEnd) {
                top = 0;
                bottom = height;
                break;
            }
            top = Math.min(top, start - columnStart);
            bottom = Math.max(bottom, end - columnStart);
        }
        int left = ends[0] / height;
        int right = (ends[count - 2] - 1) / height + 1;
        return new Box(left, top, right - left, bottom - top);
    }
}
