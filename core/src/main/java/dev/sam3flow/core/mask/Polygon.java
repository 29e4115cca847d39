package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * A closed line through points of the frame, (0, 0) being its top left corner; as in a COCO segmentation. It is one
 * ring: COCO has no holes, and a segmentation of several polygons is their union.
 */
public final class Polygon {
    /** Vertices farther from the origin than this are refused, in pixels. */
    public static final double MAX_COORDINATE = 1 << 20;

    private final double[] xy;

    /**
     * A polygon of the given vertices.
     *
     * @param xy x, y, x, y, …; the last vertex is joined to the first
     * @throws IllegalArgumentException when there are fewer than three vertices, or a number is not finite or farther
     *     from 0 than {@link #MAX_COORDINATE}
     */
    public Polygon(double... xy) {
        if (xy.length < 6 || xy.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "A polygon of " + xy.length + " numbers: at least three vertices of two numbers each are needed");
        }
        for (double number : xy) {
            if (!(Math.abs(number) <= MAX_COORDINATE)) {
                throw new IllegalArgumentException("Polygon coordinate " + number + " is out of range: -"
                        + MAX_COORDINATE + " to " + MAX_COORDINATE);
            }
        }
        this.xy = xy.clone();
    }

    /** Number of vertices. */
    public int size() {
        return xy.length / 2;
    }

    /** Pixels from the left edge. */
    public double x(int vertex) {
        return xy[2 * vertex];
    }

    /** Pixels from the top edge. */
    public double y(int vertex) {
        return xy[2 * vertex + 1];
    }

    /** The numbers x, y, x, y, … as COCO writes them. */
    public double[] toArray() {
        return xy.clone();
    }

    /** The mask that pycocotools makes of this polygon, pixel for pixel; what lies outside of the frame is cut off. */
    public Mask draw(FrameSize size) {
        return Mask.ofEnds(size, new PolygonScan(size).runEnds(this));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polygon polygon && Arrays.equals(xy, polygon.xy);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xy);
    }

    @Override
    public String toString() {
        return "Polygon" + Arrays.toString(xy);
    }
}
