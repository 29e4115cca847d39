package dev.sam3flow.core.mask;

/**
 * Draws a polygon by COCO's rule. The outline is walked on a grid five times as fine as the pixels, one fine step along
 * the longer axis at a time. Where a step crosses the middle of a column of pixels, the column changes colour, at the
 * first row whose middle lies below.
 *
 * <p>The rounding is part of the rule: halves go up, and numbers below zero are cut towards zero.
 */
final class PolygonScan {
    private static final int FINENESS = 5;
    private static final int MIDDLE = FINENESS / 2;

    private final FrameSize size;
    private final ColumnChanges changes;
    private boolean started;
    private int lastX;
    private int lastY;

    PolygonScan(FrameSize size) {
        this.size = size;
        this.changes = new ColumnChanges(size);
    }

    int[] runEnds(Polygon polygon) {
        int count = polygon.size();
        for (int i = 0; i < count; i++) {
            int next = (i + 1) % count;
            walkSide(fine(polygon.x(i)), fine(polygon.y(i)), fine(polygon.x(next)), fine(polygon.y(next)));
        }
        return changes.toRunEnds();
    }

    private static int fine(double coordinate) {
        return (int) (FINENESS * coordinate + 0.5);
    }

    /** Steps are rounded from the side's lower end, whichever way it is walked. */
    private void walkSide(int fromX, int fromY, int toX, int toY) {
        int spanX = Math.abs(toX - fromX);
        int spanY = Math.abs(toY - fromY);
        boolean alongX = spanX >= spanY;
        int steps = alongX ? spanX : spanY;
        boolean backwards = alongX ? fromX > toX : fromY > toY;
        int baseX = backwards ? toX : fromX;
        int baseY = backwards ? toY : fromY;
        int rise = alongX ? (backwards ? fromY : toY) - baseY : (backwards ? fromX : toX) - baseX;
        double slope = steps == 0 ? 0 : (double) rise / steps;
        for (int step = 0; step <= steps; step++) {
            int along = backwards ? steps - step : step;
            if (alongX) {
                visit(baseX + along, (int) (baseY + slope * along + 0.5));
            } else {
                visit((int) (baseX + slope * along + 0.5), baseY + along);
            }
        }
    }

    private void visit(int x, int y) {
        if (started && x != lastX) {
            int crossed = x < lastX ? x : x - 1;
            int column = Math.floorDiv(crossed, FINENESS);
            if (Math.floorMod(crossed, FINENESS) == MIDDLE && column >= 0 && column < size.width()) {
                changes.add(column, Math.floorDiv(Math.min(y, lastY) - MIDDLE + FINENESS - 1, FINENESS));
            }
        }
        started = true;
        lastX = x;
        lastY = y;
    }
}
