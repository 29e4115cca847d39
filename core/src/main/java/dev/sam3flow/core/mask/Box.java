package dev.sam3flow.core.mask;

/**
 * A rectangle of whole pixels as COCO writes it: left, top, width, height. It covers the columns {@code x} to
 * {@code x + width - 1} and the rows {@code y} to {@code y + height - 1}, and may lie partly outside of a frame.
 *
 * @param x leftmost column
 * @param y topmost row
 * @param width columns covered, 0 or more
 * @param height rows covered, 0 or more
 */
public record Box(int x, int y, int width, int height) {
    /** The box of an empty mask: all zeros. */
    public static final Box EMPTY = new Box(0, 0, 0, 0);

    /**
     * Checks the extent.
     *
     * @throws IllegalArgumentException when width or height is negative, or a far edge exceeds an int
     */
    public Box {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "Box " + width + "x" + height + " has a negative side: width and height must be 0 or more");
        }
        if ((long) x + width > Integer.MAX_VALUE || (long) y + height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Box at " + x + "," + y + " of " + width + "x" + height
                    + " is out of range: its right and bottom edge must fit an int");
        }
    }

    /** Number of pixels covered. */
    public long area() {
        return (long) width * height;
    }

    /** Whether no pixel is covered. */
    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    /** The first column to the right of the box. */
    public int endX() {
        return x + width;
    }

    /** The first row below the box. */
    public int endY() {
        return y + height;
    }

    /** Whether the pixel at column px and row py is covered. */
    public boolean contains(int px, int py) {
        return px >= x && px < endX() && py >= y && py < endY();
    }

    /** Whether at least one pixel is covered by both. */
    public boolean intersects(Box other) {
        return !isEmpty()
                && !other.isEmpty()
                && x < other.endX()
                && other.x < endX()
                && y < other.endY()
                && other.y < endY();
    }

    /** The pixels covered by both; {@link #EMPTY} when there are none. */
    public Box intersection(Box other) {
        int left = Math.max(x, other.x);
        int top = Math.max(y, other.y);
        int right = Math.min(endX(), other.endX());
        int bottom = Math.min(endY(), other.endY());
        return right <= left || bottom <= top ? EMPTY : new Box(left, top, right - left, bottom - top);
    }

    /** The smallest box that covers both; an empty box adds nothing. */
    public Box union(Box other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        int right = Math.max(endX(), other.endX());
        int bottom = Math.max(endY(), other.endY());
        return new Box(left, top, right - left, bottom - top);
    }

    /** Intersection over union of the two rectangles, 0 to 1; 0 when both are empty. */
    public double iou(Box other) {
        long shared = intersection(other).area();
        long either = area() + other.area() - shared;
        return either == 0 ? 0 : (double) shared / either;
    }
}
