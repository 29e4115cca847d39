package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * A closed line along pixel edges, all its sides horizontal or vertical. Vertices are corners of pixels: (0, 0) is the
 * frame's top left corner, (width, height) its bottom right one. The foreground lies on the right hand of somebody who
 * walks the ring, y pointing down; so outer rings run clockwise and holes the other way.
 */
public final class Ring {
    private final int[] xy;

    /**
     * A ring of the given vertices.
     *
     * @param xy x, y, x, y, …; the last vertex is joined to the first
     * @throws IllegalArgumentException when there are fewer than four vertices, or a side is neither horizontal nor
     *     vertical
     */
    public Ring(int... xy) {
        if (xy.length < 8 || xy.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "A ring of " + xy.length + " numbers: at least four vertices of two numbers each are needed");
        }
        for (int i = 0; i < xy.length; i += 2) {
            int next = (i + 2) % xy.length;
            if (xy[i] != xy[next] && xy[i + 1] != xy[next + 1]) {
                throw new IllegalArgumentException("The side from vertex " + i / 2 + " at " + xy[i] + "," + xy[i + 1]
                        + " is neither horizontal nor vertical");
            }
        }
        this.xy = xy.clone();
    }

    /** Number of vertices. */
    public int size() {
        return xy.length / 2;
    }

    /** Column border of a vertex. */
    public int x(int vertex) {
        return xy[2 * vertex];
    }

    /** Row border of a vertex. */
    public int y(int vertex) {
        return xy[2 * vertex + 1];
    }

    /** Pixels enclosed, negative for a hole's ring. */
    public long signedArea() {
        long twice = 0;
        for (int i = 0; i < size(); i++) {
            int next = (i + 1) % size();
            twice += (long) x(i) * y(next) - (long) x(next) * y(i);
        }
        return twice / 2;
    }

    /** Whether the ring goes round a hole. */
    public boolean isHole() {
        return signedArea() < 0;
    }

    /** The same vertices as a polygon. */
    public Polygon toPolygon() {
        double[] vertices = new double[xy.length];
        Arrays.setAll(vertices, i -> xy[i]);
        return new Polygon(vertices);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ring ring && Arrays.equals(xy, ring.xy);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xy);
    }

    /** The vertices as {@code x,y x,y …}, the form of an SVG polygon's points. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : " ").append(x(i)).append(',').append(y(i));
        }
        return text.toString();
    }
}
