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
public record Track(int id, String label, int firstFrame, int lastFrame, int segments, boolean merged) {
    /** The same under another id. */
    public Track withId(int value) {
        return new Track(value, label, firstFrame, lastFrame, segments, merged);
    }

    /** Together with another part of it, of other frames. */
    public Track with(Track other) {
        return new Track(
                id,
                label,
                Math.min(firstFrame, other.firstFrame),
                Math.max(lastFrame, other.lastFrame),
                segments + other.segments,
                merged);
    }
}
