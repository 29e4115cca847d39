package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
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

/** Where a chunk's masks are in the frame that its successor begins with. */
final class LastMasks {
    private final BlobStore blobs;
    private final String dialect;

    LastMasks(BlobStore blobs, String dialect) {
        this.blobs = blobs;
        this.dialect = dialect;
    }

    /**
     * The texts with the boxes around the previous chunk's masks in the last frame, up to the next chunk's first, that has
     * any; the texts alone where there is none.
     */
    Prompts prompts(ChunkResult previous, Chunk next, Prompts first) throws IOException {
        FrameSize size = previous.evidence().size();
        Dialect readAs = dialect.equals(JobRequest.AUTO_DIALECT)
                ? DialectDetector.standard().decide(previous.evidence()).require()
                : Dialect.ofOption(dialect);
        int lastLocal =
                Math.min(next.sent().startFrame(), previous.chunk().sent().endFrame() - 1)
                        - previous.chunk().sent().startFrame();
        LastBoxes boxes = new LastBoxes(readAs, size, lastLocal + base(previous));
        try (InputStream in = blobs.open(previous.rle())) {
            new RleFileReader(RleLimits.STANDARD, size).read(in, boxes);
        }
        return new Prompts(first.texts(), List.of(), boxes.prompts());
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

    /** Keeps the boxes of the last frame that has any, up to a given one. */
    private static final class LastBoxes implements RleSink {
        private final Dialect dialect;
        private final FrameSize size;
        private final int lastFrame;
        private final List<Box> boxes = new ArrayList<>();
        private int boxesOf = -1;

        LastBoxes(Dialect dialect, FrameSize size, int lastFrame) {
            this.dialect = dialect;
            this.size = size;
            this.lastFrame = lastFrame;
        }

        @Override
        public void frame(int frame) {}

        @Override
        public void segment(RawSegment segment) {
            if (segment.frame() > lastFrame) {
                return;
            }
            Box box = dialect.decode(size, segment.rle()).boundingBox();
            if (!box.isEmpty()) {
                if (segment.frame() != boxesOf) {
                    boxes.clear();
                    boxesOf = segment.frame();
                }
                boxes.add(box);
            }
        }

        List<BoxPrompt> prompts() {
            return boxes.stream()
                    .map(box -> new BoxPrompt(box.x(), box.y(), box.endX(), box.endY()))
                    .toList();
        }
    }
}
