package dev.sam3flow.camel.decoding;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a file's objects into frames of segments. An object without a name of its own gets its place in the frame as track. */
final class FrameGatherer implements RleSink {
    private final FrameSize size;
    private final Dialect dialect;
    private final int base;
    private final String label;
    private final @Nullable FrameTable times;
    private final List<List<Segment>> segments = new ArrayList<>();
    private final Map<String, Integer> tracks = new HashMap<>();

    FrameGatherer(FrameSize size, Dialect dialect, int base, int count, String label, @Nullable FrameTable times) {
        this.size = size;
        this.dialect = dialect;
        this.base = base;
        this.label = label;
        this.times = times;
        for (int i = 0; i < count; i++) {
            segments.add(new ArrayList<>());
        }
    }

    @Override
    public void frame(int frame) {}

    @Override
    public void segment(RawSegment raw) {
        Mask mask = dialect.decode(size, raw.rle());
        if (mask.isEmpty()) {
            return;
        }
        String object = raw.objectId() == null ? "#" + raw.position() : raw.objectId();
        int track = tracks.computeIfAbsent(object, unused -> tracks.size() + 1);
        String named = raw.label() == null || raw.label().isBlank() ? label : raw.label();
        segments.get(raw.frame() - base).add(new Segment(track, named, mask, raw.score()));
    }

    /** Every frame in order, empty ones too. */
    List<FrameSegments> frames() {
        List<FrameSegments> frames = new ArrayList<>(segments.size());
        for (int frame = 0; frame < segments.size(); frame++) {
            long time = times == null ? 0 : times.timeMicros(frame);
            frames.add(new FrameSegments(frame, time, segments.get(frame)));
        }
        return frames;
    }
}
