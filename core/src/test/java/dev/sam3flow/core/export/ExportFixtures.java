package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.result.ResultFixtures;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small results to export: seeded masks of ragged shape, with tracks that come and go. */
final class ExportFixtures {
    static final FrameSize SIZE = new FrameSize(37, 23);
    static final int FRAMES = 9;
    private static final List<String> LABELS = List.of("person", "red ball", "person");

    private ExportFixtures() {}

    /** Three tracks; track 1 is absent in frame 4, track 2 is seen from frame 3 on, frame 8 is empty. */
    static List<FrameSegments> frames() {
        List<FrameSegments> frames = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            List<Segment> segments = new ArrayList<>();
            for (int track = 1; track <= 3; track++) {
                boolean seen = frame < 8 && !(track == 1 && frame == 4) && !(track == 2 && frame < 3);
                if (seen) {
                    segments.add(
                            new Segment(track, LABELS.get(track - 1), ragged(track, frame), track == 1 ? 0.75 : null));
                }
            }
            frames.add(new FrameSegments(frame, 100_000L * frame, segments));
        }
        return frames;
    }

    /** A patch with ragged edges, a hole and a speck; patches of different tracks do not overlap. */
    private static Mask ragged(int track, int frame) {
        Random random = new Random(31L * track + frame);
        byte[] pixels = new byte[SIZE.pixels()];
        int left = 12 * (track - 1) + random.nextInt(3);
        for (int y = 3; y < 19; y++) {
            int from = left + random.nextInt(3);
            int to = left + 6 + random.nextInt(3);
            for (int x = from; x < to; x++) {
                pixels[y * SIZE.width() + x] = (byte) (y == 9 && x == left + 4 ? 0 : 1);
            }
        }
        pixels[21 * SIZE.width() + left + 1] = 1;
        return Mask.ofBytes(SIZE, pixels, dev.sam3flow.core.mask.PixelOrder.ROW_MAJOR);
    }

    static MasksSource source() {
        return source(SIZE, frames());
    }

    static MasksSource source(FrameSize size, List<FrameSegments> frames) {
        Video video = ResultFixtures.aVideo(frames.size(), size);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MasksHeader header = new MasksHeader(
                VideoFacts.of(video), null, tracks(frames), new Provenance(true, "coco", List.of(), List.of()));
        try (MasksWriter writer = new MasksWriter(out, header)) {
            for (FrameSegments frame : frames) {
                writer.write(frame);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> new ByteArrayInputStream(out.toByteArray());
    }

    private static List<Track> tracks(List<FrameSegments> frames) {
        Map<Integer, Track> tracks = new TreeMap<>();
        for (FrameSegments frame : frames) {
            for (Segment segment : frame.segments()) {
                Track one = new Track(segment.track(), segment.label(), frame.frame(), frame.frame(), 1, false);
                tracks.merge(
                        segment.track(),
                        one,
                        (a, b) -> new Track(a.id(), a.label(), a.firstFrame(), b.lastFrame(), a.segments() + 1, false));
            }
        }
        return List.copyOf(tracks.values());
    }

    static Path exported(String name, MasksSource masks, Path folder) throws IOException {
        Exporter exporter = Exports.named(name);
        Path file = folder.resolve(exporter.fileName());
        try (OutputStream out = Files.newOutputStream(file)) {
            exporter.write(masks, out);
        }
        return file;
    }

    /** One line a segment as the outside readers print them: frame, track, label, area, box, pixels by rows. */
    static String listing(List<FrameSegments> frames) {
        StringBuilder lines = new StringBuilder();
        for (FrameSegments frame : frames) {
            for (Segment segment : frame.segments()) {
                Mask mask = segment.mask();
                lines.append(frame.frame()).append(' ');
                lines.append(segment.track()).append(' ');
                lines.append(segment.label().replace(' ', '_')).append(' ');
                lines.append(mask.area()).append(' ');
                lines.append(mask.boundingBox().x())
                        .append(',')
                        .append(mask.boundingBox().y())
                        .append(',');
                lines.append(mask.boundingBox().width())
                        .append(',')
                        .append(mask.boundingBox().height());
                lines.append(' ').append(pixels(mask)).append('\n');
            }
        }
        return lines.toString();
    }

    /** Ones and zeros along rows. */
    static String pixels(Mask mask) {
        StringBuilder pixels = new StringBuilder();
        for (byte pixel : mask.toBytes(dev.sam3flow.core.mask.PixelOrder.ROW_MAJOR)) {
            pixels.append(pixel == 0 ? '0' : '1');
        }
        return pixels.toString();
    }
}
