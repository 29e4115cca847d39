package dev.sam3flow.core.track;

import java.util.List;

/**
 * All objects of one frame.
 *
 * @param frame index in the source's frame table
 * @param ptsMicros time from the first frame, in microseconds
 * @param segments by track; empty where nothing was found
 */
public record FrameSegments(int frame, long ptsMicros, List<Segment> segments) {
    public FrameSegments {
        segments = List.copyOf(segments);
    }
}
