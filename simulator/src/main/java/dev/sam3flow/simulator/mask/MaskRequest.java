package dev.sam3flow.simulator.mask;

import java.util.List;

/**
 * What to segment.
 *
 * @param prompt noun phrases, separated by commas
 * @param points points in source pixels
 * @param boxes boxes in source pixels
 */
public record MaskRequest(String prompt, List<Point> points, List<Box> boxes) {
    /**
     * @param positive true where the object is, false where it is not
     * @param frameIndex frame in which it holds
     */
    public record Point(int x, int y, boolean positive, int frameIndex) {}

    /**
     * @param left inclusive
     * @param top inclusive
     * @param right exclusive
     * @param bottom exclusive
     * @param frameIndex frame in which it holds
     */
    public record Box(int left, int top, int right, int bottom, int frameIndex) {}

    public MaskRequest {
        points = List.copyOf(points);
        boxes = List.copyOf(boxes);
    }
}
