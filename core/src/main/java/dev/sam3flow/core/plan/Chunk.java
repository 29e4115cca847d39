package dev.sam3flow.core.plan;

import dev.sam3flow.core.video.FrameRange;

/**
 * Frames that go into one prediction.
 *
 * <p>A chunk owns the frames whose masks the result takes from it; it sends them plus an overlap on either side, in which
 * identities are matched with its neighbours.
 *
 * @param index position in the plan, from 0
 * @param sent frames in the video that is uploaded
 * @param owned frames that the result takes from this chunk, within {@code sent}
 * @param durationMicros length of the sent frames
 */
public record Chunk(int index, FrameRange sent, FrameRange owned, long durationMicros) {
    public Chunk {
        if (owned.startFrame() < sent.startFrame() || owned.endFrame() > sent.endFrame()) {
            throw new IllegalArgumentException("chunk " + index + ": owns " + owned + ", which is not within " + sent);
        }
    }
}
