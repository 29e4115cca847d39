package dev.sam3flow.core.mask;

/**
 * The mean of the foreground pixels' centres; the centre of the top left pixel is (0.5, 0.5).
 *
 * @param x pixels from the left edge
 * @param y pixels from the top edge
 */
public record Centroid(double x, double y) {}
