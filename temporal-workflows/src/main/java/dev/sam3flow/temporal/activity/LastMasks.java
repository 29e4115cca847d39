package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.LastSeen;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.DialectDetector;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Where a chunk's masks are in a frame, as boxes to prompt by. */
final class LastMasks {
    private final BlobStore blobs;
    private final String dialect;

    LastMasks(BlobStore blobs, String dialect) {
        this.blobs = blobs;
        this.dialect = dialect;
    }

    /**
     * The texts with the boxes around the previous chunk's objects, each where it is seen last up to the next chunk's first
     * frame, see {@link LastSeen}; the texts alone where there is none.
     */
    Prompts prompts(ChunkResult previous, Chunk next, Prompts first) throws IOException {
        int last = Math.min(next.sent().startFrame(), previous.chunk().sent().endFrame() - 1);
        try (InputStream in = blobs.open(previous.rle())) {
            List<Box> boxes =
                    LastSeen.boxes(in, previous.chunk(), previous.evidence().size(), readAs(previous), last);
            return new Prompts(first.texts(), List.of(), prompts(boxes));
        }
    }

    /** The boxes around the masks of the last frame that has any, of those from {@code from} to {@code to}. */
    List<BoxPrompt> last(ChunkResult result, int from, int to) throws IOException {
        return boxes(result, from, to, true);
    }

    /** The boxes around the masks of the first frame that has any, of those from {@code from} to {@code to}. */
    List<BoxPrompt> first(ChunkResult result, int from, int to) throws IOException {
        return boxes(result, from, to, false);
    }

    private Dialect readAs(ChunkResult result) {
        return dialect.equals(JobRequest.AUTO_DIALECT)
                ? DialectDetector.standard().decide(result.evidence()).require()
                : Dialect.ofOption(dialect);
    }

    private static List<BoxPrompt> prompts(List<Box> boxes) {
        return boxes.stream()
                .map(box -> new BoxPrompt(box.x(), box.y(), box.endX(), box.endY()))
                .toList();
    }

    private List<BoxPrompt> boxes(ChunkResult result, int from, int to, boolean last) throws IOException {
        FrameSize size = result.evidence().size();
        int toLocal = base(result) - result.chunk().sent().startFrame();
        Boxes boxes = new Boxes(readAs(result), size, from + toLocal, to + toLocal, last);
        try (InputStream in = blobs.open(result.rle())) {
            new RleFileReader(RleLimits.STANDARD, size).read(in, boxes);
        }
        return prompts(boxes.boxes);
    }

    private int base(ChunkResult previous) throws IOException {
        RleSink nowhere = new RleSink() {
            @Override
            public void frame(int frame) {}

            @Override
            public void segment(RawSegment segment) {}
        };
        try (InputStream in = blobs.open(previous.rle())) {
            RleFileSummary summary =
                    new RleFileReader(RleLimits.STANDARD, previous.evidence().size()).read(in, nowhere);
            return summary.frameBase(previous.chunk().sent().frames());
        }
    }

    /** Keeps the boxes of one frame: the first or the last of a stretch that has any. */
    private static final class Boxes implements RleSink {
        private final Dialect dialect;
        private final FrameSize size;
        private final int from;
        private final int to;
        private final boolean last;
        private final List<Box> boxes = new ArrayList<>();
        private int boxesOf = -1;

        Boxes(Dialect dialect, FrameSize size, int from, int to, boolean last) {
            this.dialect = dialect;
            this.size = size;
            this.from = from;
            this.to = to;
            this.last = last;
        }

        @Override
        public void frame(int frame) {}

        @Override
        public void segment(RawSegment segment) {
            int frame = segment.frame();
            if (frame < from || frame > to || !last && boxesOf >= 0 && frame != boxesOf) {
                return;
            }
            Box box = dialect.decode(size, segment.rle()).boundingBox();
            if (!box.isEmpty()) {
                if (frame != boxesOf) {
                    boxes.clear();
                    boxesOf = frame;
                }
                boxes.add(box);
            }
        }
    }
}
