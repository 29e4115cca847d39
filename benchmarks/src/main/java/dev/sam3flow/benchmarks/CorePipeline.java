package dev.sam3flow.benchmarks;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The pipeline as the product runs it. */
final class CorePipeline implements FilePipeline.Pipeline {
    static final FrameSize SIZE = new FrameSize(1920, 1080);
    static final int FRAMES = Integer.getInteger("frames", 18_000);

    @Override
    public long run(InputStream in, OutputStream out) throws IOException {
        MasksHeader header = new MasksHeader(
                new MasksHeader.VideoFacts("video", FRAMES, SIZE, null, 0, null),
                null,
                List.of(),
                new MasksHeader.Provenance(false, "coco", List.of(), List.of()));
        try (MasksWriter writer = new MasksWriter(out, header)) {
            Sink sink = new Sink(writer);
            new RleFileReader(RleLimits.STANDARD, SIZE).read(in, sink);
            sink.endFrame();
            writer.finish();
            return sink.areas;
        }
    }

    private static final class Sink implements RleSink {
        private final MasksWriter writer;
        private List<Segment> segments = new ArrayList<>();
        private int frame = -1;
        private long areas;

        Sink(MasksWriter writer) {
            this.writer = writer;
        }

        @Override
        public void frame(int number) {
            endFrame();
            frame = number;
        }

        @Override
        public void segment(RawSegment segment) {
            Mask mask = Dialect.COCO.decode(SIZE, segment.rle());
            areas += mask.area();
            segments.add(new Segment(segments.size() + 1, "object", mask, segment.score()));
        }

        private void endFrame() {
            if (frame < 0) {
                return;
            }
            try {
                writer.write(new FrameSegments(frame, 0, segments));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            segments = new ArrayList<>();
        }
    }
}
