package dev.sam3flow.simulator.pixels;

import dev.sam3flow.simulator.mask.MaskRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which objects the points and boxes of a request mean. A point or box counts in the first picture, from its own on, in
 * which an object lies there; from then on that object is in or out.
 */
final class Choice {
    /** How far beside an object a point may be, in pixels of the grid. */
    private static final int TOLERANCE = 2;

    private final Grid grid;
    private final List<MaskRequest.Point> points;
    private final List<MaskRequest.Box> boxes;
    private final boolean choosing;
    private final Set<Integer> chosen = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();

    Choice(Grid grid, MaskRequest request) {
        this.grid = grid;
        this.points = new ArrayList<>(request.points());
        this.boxes = new ArrayList<>(request.boxes());
        this.choosing = !boxes.isEmpty() || points.stream().anyMatch(MaskRequest.Point::positive);
    }

    /** Takes out what is not wanted. */
    void apply(int frameIndex, Map<Integer, Blob> objects) {
        points.removeIf(point -> point.frameIndex() <= frameIndex && settle(point, objects));
        boxes.removeIf(box -> box.frameIndex() <= frameIndex && settle(box, objects));
        objects.keySet().removeIf(id -> refused.contains(id) || choosing && !chosen.contains(id));
    }

    private boolean settle(MaskRequest.Point point, Map<Integer, Blob> objects) {
        int column = grid.column(point.x());
        int row = grid.row(point.y());
        for (int reach = 0; reach <= TOLERANCE; reach++) {
            for (Map.Entry<Integer, Blob> object : objects.entrySet()) {
                if (object.getValue()
                                .inside(
                                        grid.columns(),
                                        column - reach,
                                        row - reach,
                                        column + reach + 1,
                                        row + reach + 1)
                        > 0) {
                    (point.positive() ? chosen : refused).add(object.getKey());
                    return true;
                }
            }
        }
        return false;
    }

    /** An object is meant when most of it lies in the box. */
    private boolean settle(MaskRequest.Box box, Map<Integer, Blob> objects) {
        int left = grid.column(box.left());
        int top = grid.row(box.top());
        int right = grid.column(box.right() - 1) + 1;
        int bottom = grid.row(box.bottom() - 1) + 1;
        boolean found = false;
        for (Map.Entry<Integer, Blob> object : objects.entrySet()) {
            Blob blob = object.getValue();
            if (2 * blob.inside(grid.columns(), left, top, right, bottom) > blob.area()) {
                chosen.add(object.getKey());
                found = true;
            }
        }
        return found;
    }
}
