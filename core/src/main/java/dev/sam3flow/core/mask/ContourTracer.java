package dev.sam3flow.core.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Follows the outlines of a mask without looking at pixels. Where neighbouring columns differ, a vertical side lies
 * between them; it has the foreground on its right hand and so a direction. The corners at one height, from left to
 * right, are joined two by two by horizontal sides. Where four sides meet (two pixels that touch by a corner) the
 * connectivity decides which way to turn.
 */
final class ContourTracer {
    private final FrameSize size;
    private final Connectivity connectivity;
    private final Sides sides = new Sides();
    /** Corners by height, from left to right: the side's number twice, plus 1 for its lower end. */
    private final int[] corners;

    private final int[] cornerOfUpperEnd;
    private final int[] cornerOfLowerEnd;
    private final boolean[] visited;

    private ContourTracer(int[] ends, FrameSize size, Connectivity connectivity) {
        this.size = size;
        this.connectivity = connectivity;
        findSides(ColumnParts.of(ends, size));
        corners = new int[2 * sides.count];
        cornerOfUpperEnd = new int[sides.count];
        cornerOfLowerEnd = new int[sides.count];
        visited = new boolean[sides.count];
        sortCorners();
    }

    static List<Contour> trace(int[] ends, FrameSize size, Connectivity connectivity) {
        return new ContourTracer(ends, size, connectivity).contours(Components.of(ends, size, connectivity));
    }

    private List<Contour> contours(Components components) {
        Ring[] outers = new Ring[components.count()];
        List<List<Ring>> holes = new ArrayList<>();
        for (int label = 0; label < outers.length; label++) {
            holes.add(new ArrayList<>());
        }
        for (int side = 0; side < sides.count; side++) {
            if (!visited[side]) {
                Ring ring = follow(side);
                // the ring's first side is its leftmost: an outer ring has its component to the right, a hole to the
                // left
                if (sides.foregroundRight[side]) {
                    outers[components.labelAt(sides.x[side], sides.top[side])] = ring;
                } else {
                    holes.get(components.labelAt(sides.x[side] - 1, sides.top[side]))
                            .add(ring);
                }
            }
        }
        List<Contour> contours = new ArrayList<>();
        for (int label = 0; label < outers.length; label++) {
            contours.add(new Contour(outers[label], holes.get(label)));
        }
        return List.copyOf(contours);
    }

    private Ring follow(int firstSide) {
        int[] xy = new int[16];
        int used = 0;
        int side = firstSide;
        do {
            visited[side] = true;
            if (used + 4 > xy.length) {
                xy = Arrays.copyOf(xy, used * 2);
            }
            boolean up = sides.foregroundRight[side];
            xy[used++] = sides.x[side];
            xy[used++] = up ? sides.bottom[side] : sides.top[side];
            xy[used++] = sides.x[side];
            xy[used++] = up ? sides.top[side] : sides.bottom[side];
            side = nextSide(side, up);
        } while (side != firstSide);
        return new Ring(Arrays.copyOf(xy, used));
    }

    /** The side after the horizontal one that begins where this side arrives. */
    private int nextSide(int side, boolean up) {
        int corner = up ? cornerOfUpperEnd[side] : cornerOfLowerEnd[side];
        int left = leftOfCrossing(corner);
        if (left >= 0) {
            boolean turnRight = connectivity == Connectivity.FOUR;
            corner = up == turnRight ? left + 1 : left;
        }
        int reached = corner ^ 1;
        boolean eastwards = reached > corner;
        int crossing = leftOfCrossing(reached);
        if (crossing < 0) {
            return corners[reached] >> 1;
        }
        boolean goDown = eastwards == (connectivity == Connectivity.FOUR);
        return corners[goDown ? crossing + 1 : crossing] >> 1;
    }

    /** When four sides meet at the corner, the first of its two entries, that of the side above; otherwise -1. */
    private int leftOfCrossing(int corner) {
        if (corner + 1 < corners.length && isSamePlace(corner, corner + 1)) {
            return corner;
        }
        return corner > 0 && isSamePlace(corner - 1, corner) ? corner - 1 : -1;
    }

    private boolean isSamePlace(int corner, int other) {
        return sides.x[corners[corner] >> 1] == sides.x[corners[other] >> 1] && y(corner) == y(other);
    }

    private int y(int corner) {
        int side = corners[corner] >> 1;
        return (corners[corner] & 1) == 0 ? sides.top[side] : sides.bottom[side];
    }

    private void sortCorners() {
        int[] next = new int[size.height() + 2];
        for (int side = 0; side < sides.count; side++) {
            next[sides.top[side] + 1]++;
            next[sides.bottom[side] + 1]++;
        }
        for (int y = 0; y <= size.height(); y++) {
            next[y + 1] += next[y];
        }
        for (int side = 0; side < sides.count; side++) {
            cornerOfUpperEnd[side] = next[sides.top[side]]++;
            cornerOfLowerEnd[side] = next[sides.bottom[side]]++;
            corners[cornerOfUpperEnd[side]] = 2 * side;
            corners[cornerOfLowerEnd[side]] = 2 * side + 1;
        }
    }

    private void findSides(ColumnParts parts) {
        for (int x = 0; x <= parts.columns(); x++) {
            int left = x == 0 ? 0 : parts.first(x - 1);
            int leftEnd = x == 0 ? 0 : parts.first(x);
            int right = x == parts.columns() ? 0 : parts.first(x);
            int rightEnd = x == parts.columns() ? 0 : parts.first(x + 1);
            findSides(x, parts, left, leftEnd, right, rightEnd);
        }
    }

    /** Walks down the border between two columns; where exactly one of them is foreground there is a side. */
    private void findSides(int x, ColumnParts parts, int left, int leftEnd, int right, int rightEnd) {
        boolean inLeft = false;
        boolean inRight = false;
        int y = 0;
        while (left < leftEnd || right < rightEnd) {
            int leftEdge = left == leftEnd ? Integer.MAX_VALUE : inLeft ? parts.bottom(left) : parts.top(left);
            int rightEdge = right == rightEnd ? Integer.MAX_VALUE : inRight ? parts.bottom(right) : parts.top(right);
            int edge = Math.min(leftEdge, rightEdge);
            if (inLeft != inRight && edge > y) {
                sides.add(x, y, edge, inRight);
            }
            y = edge;
            if (leftEdge == edge) {
                left += inLeft ? 1 : 0;
                inLeft = !inLeft;
            }
            if (rightEdge == edge) {
                right += inRight ? 1 : 0;
                inRight = !inRight;
            }
        }
    }

    /** The vertical sides, from left to right and from top to bottom. */
    private static final class Sides {
        private int[] x = new int[64];
        private int[] top = new int[64];
        private int[] bottom = new int[64];
        private boolean[] foregroundRight = new boolean[64];
        private int count;

        private void add(int atX, int from, int to, boolean isForegroundRight) {
            if (count == x.length) {
                x = Arrays.copyOf(x, count * 2);
                top = Arrays.copyOf(top, count * 2);
                bottom = Arrays.copyOf(bottom, count * 2);
                foregroundRight = Arrays.copyOf(foregroundRight, count * 2);
            }
            x[count] = atX;
            top[count] = from;
            bottom[count] = to;
            foregroundRight[count++] = isForegroundRight;
        }
    }
}
