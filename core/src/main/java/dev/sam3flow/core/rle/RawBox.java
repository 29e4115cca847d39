package dev.sam3flow.core.rle;

/**
 * Four numbers that a file gives as an object's box. Nothing says whether they are corners, a corner and a size or a
 * centre and a size, nor whether they are pixels or shares of the frame: the mask has its own box.
 */
public record RawBox(double first, double second, double third, double fourth) {}
