package dev.sam3flow.core.mask;

/** Area and bounding box of run ends. */
final class RunShape {
    private RunShape() {}

    static int area(int[] ends) {
        int area = 0;
        for (int i = 1; i < ends.length; i += 2) {
            area += ends[i] - ends[i - 1];
        }
        return area;
    }

    /** Column-major run ends expected. */
    static Box box(int[] ends, int height) {
        if (ends.length < 2) {
            return Box.EMPTY;
        }
        int top = height;
        int bottom = -1;
        for (int i = 1; i < ends.length; i += 2) {
            int start = ends[i - 1];
            int last = ends[i] - 1;
            if (start / height != last / height) {
                top = 0;
                bottom = height - 1;
                break;
            }
            top = Math.min(top, start % height);
            bottom = Math.max(bottom, last % height);
        }
        int left = ends[0] / height;
        int lastForeground = ends[(ends.length & ~1) - 1] - 1;
        int right = lastForeground / height;
        return new Box(left, top, right - left + 1, bottom - top + 1);
    }
}
