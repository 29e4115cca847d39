package dev.sam3flow.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.Polygon;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RLE files are converted in 32 MiB of heap however long they are: a JVM with no more is started on them. */
class SmallHeapTest {
    private static final FrameSize SIZE = new FrameSize(1920, 1080);
    private static final int OBJECTS = 5;

    @TempDir
    Path folder;

    /** The masks alone are more than the heap, as text and all the more as runs. */
    @Test
    void aFileLargerThanTheHeapIsConverted() throws Exception {
        convert(6_000);
    }

    @Test
    @Tag("soak")
    void tenMinutesOfVideoAreConverted() throws Exception {
        convert(18_000);
    }

    private void convert(int frames) throws Exception {
        Path rle = folder.resolve("rle.json");
        write(rle, frames);
        Path log = folder.resolve("log");
        Path masks = folder.resolve("masks.jsonl");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Conversion.class.getName(),
                        rle.toString(),
                        masks.toString(),
                        String.valueOf(frames))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();

        assertThat(child.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.size(rle)).isGreaterThan(32 << 20);
        assertThat(Files.size(masks)).isGreaterThan(Files.size(rle) / 2);
    }

    /** Stars of many points, about a thousand characters each. */
    private static String star(Random random) {
        double[] points = new double[2 * 160];
        for (int i = 0; i < points.length; i += 2) {
            double radius = 150 + random.nextInt(200);
            points[i] = 960 + radius * Math.cos(i * Math.PI / 160);
            points[i + 1] = 540 + radius * Math.sin(i * Math.PI / 160);
        }
        return new Polygon(points).draw(SIZE).toCoco().replace("\\", "\\\\");
    }

    private static void write(Path file, int frames) throws IOException {
        Random random = new Random(5);
        List<String> stars = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stars.add(star(random));
        }
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"width\":1920,\"height\":1080,\"num_frames\":" + frames + ",\"frames\":[");
            for (int frame = 0; frame < frames; frame++) {
                out.write((frame == 0 ? "" : ",") + "{\"frame_index\":" + frame + ",\"objects\":[");
                for (int object = 0; object < OBJECTS; object++) {
                    out.write((object == 0 ? "" : ",") + "{\"object_id\":" + (object + 1)
                            + ",\"score\":0.5,\"rle\":{\"size\":[1080,1920],\"counts\":\""
                            + stars.get(random.nextInt(stars.size())) + "\"}}");
                }
                out.write("]}");
            }
            out.write("]}");
        }
    }

    /** What the child does: arguments are the RLE file, the file to write, and the number of frames. */
    static final class Conversion implements RleSink {
        private final MasksWriter writer;
        private final List<Segment> segments = new ArrayList<>();
        private int frame = -1;

        private Conversion(MasksWriter writer) {
            this.writer = writer;
        }

        public static void main(String[] arguments) throws IOException {
            MasksHeader header = new MasksHeader(
                    new MasksHeader.VideoFacts("video", Integer.parseInt(arguments[2]), SIZE, null, 0, null),
                    null,
                    List.of(),
                    new MasksHeader.Provenance(false, "coco", List.of(), List.of()));
            try (InputStream in = Files.newInputStream(Path.of(arguments[0]));
                    OutputStream out = Files.newOutputStream(Path.of(arguments[1]));
                    MasksWriter writer = new MasksWriter(out, header)) {
                Conversion sink = new Conversion(writer);
                new RleFileReader(RleLimits.STANDARD, SIZE).read(in, sink);
                sink.frame(-1);
                writer.finish();
            }
        }

        @Override
        public void frame(int number) {
            if (frame >= 0) {
                try {
                    writer.write(new FrameSegments(frame, 0, segments));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                segments.clear();
            }
            frame = number;
        }

        @Override
        public void segment(RawSegment segment) {
            Mask mask = Dialect.COCO.decode(SIZE, segment.rle());
            segments.add(new Segment(segments.size() + 1, "object", mask, segment.score()));
        }
    }
}
