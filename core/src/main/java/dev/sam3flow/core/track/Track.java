package dev.sam3flow.core.track;

/**
 * The same object over frames, across chunks.
 *
 * @param id from 1
 * @param label what it was asked for as
 * @param firstFrame first frame it is seen in
 * @param lastFrame last frame it is seen in, inclusive
 * @param segments frames it is seen in
 */
public record Track(int id, String label, int firstFrame, int lastFrame, int segments) {}
