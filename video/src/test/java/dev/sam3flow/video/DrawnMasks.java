package dev.sam3flow.video;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Masks over a bar-coded clip: a belt across the bars that are read, in every frame, and a box that wanders below it, absent
 * in every seventh frame.
 */
final class DrawnMasks {
    private static final FrameSize SIZE = new FrameSize(BarCodeClip.WIDTH, BarCodeClip.HEIGHT);
    private static final Box BELT = new Box(0, 24, BarCodeClip.WIDTH, 16);

    private DrawnMasks() {}

    static boolean hasMoving(int frame) {
        return frame % 7 != 6;
    }

    static Box moving(int frame) {
        return new Box(3 * frame % 330, 44, 40, 18);
    }

    static Mask union(int frame) {
        Mask belt = Mask.ofBox(SIZE, BELT);
        return hasMoving(frame) ? belt.union(Mask.ofBox(SIZE, moving(frame))) : belt;
    }

    static MasksSource of(Video video) throws IOException {
        int frames = video.frames();
        int seen = (int) java.util.stream.IntStream.range(0, frames)
                .filter(DrawnMasks::hasMoving)
                .count();
        List<Track> tracks = List.of(
                new Track(1, "belt", 0, frames - 1, frames, false), new Track(2, "box", 0, last(frames), seen, false));
        MasksHeader header = new MasksHeader(
                VideoFacts.of(video), null, tracks, new Provenance(false, "none", List.of(), List.of()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MasksWriter writer = new MasksWriter(bytes, header)) {
            for (int i = 0; i < frames; i++) {
                writer.write(new FrameSegments(i, video.table().timeMicros(i), segments(video.size(), i)));
            }
            writer.finish();
        }
        return () -> new ByteArrayInputStream(bytes.toByteArray());
    }

    private static int last(int frames) {
        return hasMoving(frames - 1) ? frames - 1 : frames - 2;
    }

    private static List<Segment> segments(FrameSize size, int frame) {
        Segment belt = new Segment(1, "belt", Mask.ofBox(size, BELT), null);
        Segment box = new Segment(2, "box", Mask.ofBox(size, moving(frame)), 0.5);
        return hasMoving(frame) ? List.of(belt, box) : List.of(belt);
    }
}
