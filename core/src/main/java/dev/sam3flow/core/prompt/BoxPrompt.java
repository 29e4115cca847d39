package dev.sam3flow.core.prompt;

/**
 * A rectangle around an object in source pixels.
 *
 * @param xMin left column, inclusive
 * @param yMin top row, inclusive
 * @param xMax right column, greater than {@code xMin}
 * @param yMax bottom row, greater than {@code yMin}
 */
public record BoxPrompt(int xMin, int yMin, int xMax, int yMax) {}
