package dev.sam3flow.core.track;

/**
 * The same object over frames, across chunks.
 *
 * @param id from 1
 * @param label what it was asked for as
 * @param firstFrame first frame it is seen in
 * @param lastFrame last frame it is seen in, inclusive
 * @param segments frames it is seen in
 * @param merged true where the provider gave one mask a frame, which may be the union of several objects
 */
public record Track(int id, String label, int firstFrame, int lastFrame, int segments, boolean merged) {}
