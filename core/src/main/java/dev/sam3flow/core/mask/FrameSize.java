package dev.sam3flow.core.mask;

/**
 * Width and height of a frame in pixels, each 1 to {@value #MAX_SIDE}, their product at most {@value #MAX_PIXELS}.
 *
 * @param width columns
 * @param height rows
 */
public record FrameSize(int width, int height) {
    /** The longest side that is accepted. */
    public static final int MAX_SIDE = 16_384;

    /** The largest number of pixels that is accepted, 2^28. */
    public static final int MAX_PIXELS = 1 << 28;

    /**
     * Checks both sides.
     *
     * @throws IllegalArgumentException when a side is out of range
     */
    public FrameSize {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException("Frame size " + width + "x" + height
                    + " is out of range: each side must be 1 to " + MAX_SIDE + " pixels");
        }
    }

    /** Number of pixels, at most {@link #MAX_PIXELS}. */
    public int pixels() {
        return width * height;
    }

    /** The size with width and height exchanged. */
    public FrameSize transposed() {
        return new FrameSize(height, width);
    }

    /** Whether the pixel at column x and row y lies in the frame. */
    public boolean contains(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height;
    }

    /** The box that covers the whole frame. */
    public Box box() {
        return new Box(0, 0, width, height);
    }

    /** {@code widthxheight}. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
