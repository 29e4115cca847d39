package dev.sam3flow.core.prompt;

/**
 * A click in source pixels.
 *
 * @param x column, from 0
 * @param y row, from 0
 * @param foreground true where the object is, false where it is not
 */
public record PointPrompt(int x, int y, boolean foreground) {}
