package dev.sam3flow.core.mask;

/**
 * A picture of one byte a pixel that shows one mask after the other. Only the runs of the mask before and those of the
 * new one are touched, not the whole frame. Not safe for use by several threads at once.
 */
public final class ReusedFrame {
    private final PixelOrder order;
    private final FrameSize size;
    private final byte[] pixels;
    private int[] shown;

    /** A frame of background. */
    public ReusedFrame(FrameSize size, PixelOrder order) {
        this.size = size;
        this.order = order;
        this.pixels = new byte[size.pixels()];
        this.shown = new int[] {size.pixels()};
    }

    /**
     * Shows the mask instead of the one before.
     *
     * @return the frame's own array, 1 for foreground and 0 for background, valid until the next call; who changes it
     *     sees the change in later pictures
     * @throws IllegalArgumentException when the mask is of another size
     */
    public byte[] show(Mask mask) {
        if (!mask.size().equals(size)) {
            throw new IllegalArgumentException("A mask of " + mask.size() + " does not fit the frame " + size);
        }
        int[] ends = mask.runEnds(order);
        PixelRuns.paint(shown, shown.length, pixels, 0);
        PixelRuns.paint(ends, ends.length, pixels, 1);
        shown = ends;
        return pixels;
    }
}
