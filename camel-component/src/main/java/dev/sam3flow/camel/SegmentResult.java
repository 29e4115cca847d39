package dev.sam3flow.camel;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The masks of one prediction. Iterates over the frames, so that Camel's splitter takes it as it is.
 *
 * @param predictionId the prediction
 * @param size width and height of the frames
 * @param dialect name of the dialect they were written in; {@code "none"} where all masks are empty
 * @param evidence why that dialect
 * @param simulated true where no real provider made them
 * @param prompts what was asked for; null where it is not known
 * @param frames every frame in order, empty ones too; times are 0 where the video was not probed
 */
public record SegmentResult(
        String predictionId,
        FrameSize size,
        String dialect,
        List<String> evidence,
        boolean simulated,
        @Nullable Prompts prompts,
        List<FrameSegments> frames)
        implements Iterable<FrameSegments> {
    public SegmentResult {
        evidence = List.copyOf(evidence);
        frames = List.copyOf(frames);
    }

    @Override
    public Iterator<FrameSegments> iterator() {
        return frames.iterator();
    }

    /** The objects, by id. */
    public List<Track> tracks() {
        Map<Integer, List<Integer>> seen = new TreeMap<>();
        Map<Integer, String> labels = new TreeMap<>();
        for (FrameSegments frame : frames) {
            for (Segment segment : frame.segments()) {
                seen.computeIfAbsent(segment.track(), unused -> new ArrayList<>())
                        .add(frame.frame());
                labels.putIfAbsent(segment.track(), segment.label());
            }
        }
        List<Track> tracks = new ArrayList<>();
        seen.forEach((id, at) -> tracks.add(new Track(
                id, labels.getOrDefault(id, ""), at.get(0), at.get(at.size() - 1), at.size(), seen.size() == 1)));
        return tracks;
    }

    /** Writes {@code masks.jsonl}: a header line and one line for every frame. */
    public void writeMasks(OutputStream out) throws IOException {
        MasksHeader header = new MasksHeader(
                new MasksHeader.VideoFacts(predictionId, frames.size(), size, null, 0, null),
                prompts,
                tracks(),
                new MasksHeader.Provenance(simulated, dialect, List.of(), List.of()));
        try (MasksWriter writer = new MasksWriter(out, header)) {
            for (FrameSegments frame : frames) {
                writer.write(frame);
            }
            writer.finish();
        }
    }

    /** Says what it is; the masks are in {@link #frames()}. */
    @Override
    public String toString() {
        return "SegmentResult[" + predictionId + ", " + size + ", " + frames.size() + " frames, " + dialect + "]";
    }
}
