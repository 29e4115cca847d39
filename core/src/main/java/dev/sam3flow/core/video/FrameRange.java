package dev.sam3flow.core.video;

/**
 * Half-open range of frames.
 *
 * @param startFrame inclusive
 * @param endFrame exclusive, greater than {@code startFrame}
 */
public record FrameRange(int startFrame, int endFrame) {
    public FrameRange {
        if (startFrame < 0 || endFrame <= startFrame) {
            throw new IllegalArgumentException("frames [" + startFrame + ", " + endFrame + "): needs 0 <= start < end");
        }
    }

    public int frames() {
        return endFrame - startFrame;
    }

    public boolean contains(int frameIndex) {
        return frameIndex >= startFrame && frameIndex < endFrame;
    }

    /** Half-open, so {@code "[0, 300)"}. */
    @Override
    public String toString() {
        return "[" + startFrame + ", " + endFrame + ")";
    }
}
