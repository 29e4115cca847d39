package dev.sam3flow.core.result;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.rle.SideLists;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One chunk's RLE file as frames of the video, with decoded masks and objects named within the chunk. */
final class ChunkFrames {
    /** Takes the frames in rising order, empty ones too. */
    interface Visitor {
        void visit(int frameIndex, List<LocalSegment> segments) throws IOException;
    }

    /** What objects are called where neither the file nor an order does. */
    private static final String NAMELESS = "object";

    private final Chunk chunk;
    private final FrameSize size;
    private final String defaultLabel;
    private final Dialect dialect;

    ChunkFrames(Chunk chunk, FrameSize size, @Nullable Prompts prompts, Dialect dialect) {
        this.chunk = chunk;
        this.size = size;
        this.defaultLabel = prompts == null ? NAMELESS : prompts.joinedText();
        this.dialect = dialect;
    }

    /**
     * Reads the file to its end.
     *
     * @param beside scores that an earlier pass has found beside the masks
     * @return what the file lists beside its masks
     * @throws MalformedResponseException if the file's frames are not those that were sent, or its masks have another
     *     size
     * @throws MalformedRleException if a mask is not what the dialect says
     */
    SideLists read(InputStream in, SideLists beside, Visitor visitor) throws IOException {
        Frames frames = new Frames(visitor);
        try {
            RleFileSummary summary =
                    new RleFileReader(RleLimits.STANDARD, size).with(beside).read(in, frames);
            requireFrames(summary);
            frames.flush();
            return summary.beside();
        } catch (VisitFailed e) {
            throw e.failure;
        } catch (MalformedRleException e) {
            throw new MalformedRleException(
                    e.offset(), e.reason() + " (in the RLE file of chunk " + chunk.index() + ")");
        }
    }

    private void requireFrames(RleFileSummary summary) {
        int sent = chunk.sent().frames();
        Integer declared = summary.declaredFrames();
        if (summary.frames() != sent || (declared != null && declared != sent)) {
            throw malformed("the RLE file has " + summary.frames() + " frames"
                    + (declared == null ? "" : " and declares " + declared) + ", " + sent
                    + " were sent: masks are never shifted or padded to fit; run the chunk again");
        }
        summary.frameBase(sent);
        FrameSize declaredSize = summary.size();
        if (declaredSize != null) {
            requireSize(declaredSize);
        }
    }

    private void requireSize(FrameSize found) {
        if (!found.equals(size)) {
            throw malformed("the RLE file has masks of " + found + ", the video has frames of " + size);
        }
    }

    private MalformedResponseException malformed(String message) {
        return new MalformedResponseException("chunk " + chunk.index(), message, null);
    }

    /** Carries an I/O failure of the visitor through the sink, which has no checked exceptions. */
    private static final class VisitFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient IOException failure;

        VisitFailed(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Gathers one frame at a time. */
    private final class Frames implements RleSink {
        private final Visitor visitor;
        private final FrameToFrame followed = new FrameToFrame();
        private final List<RawSegment> raw = new ArrayList<>();
        private @Nullable Integer first;
        private int current;
        private boolean open;

        Frames(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void frame(int frame) {
            flush();
            if (first == null) {
                first = frame;
            }
            current = frame - first;
            open = true;
        }

        @Override
        public void segment(RawSegment segment) {
            raw.add(segment);
        }

        /** Frames beyond what was sent are not handed on: the count is checked at the end of the file. */
        void flush() {
            if (open && current < chunk.sent().frames()) {
                try {
                    visitor.visit(chunk.sent().startFrame() + current, decoded());
                } catch (IOException e) {
                    throw new VisitFailed(e);
                }
            }
            raw.clear();
            open = false;
        }

        private List<LocalSegment> decoded() {
            Map<LocalKey, LocalSegment> named = new LinkedHashMap<>();
            Map<String, List<LocalSegment>> nameless = new LinkedHashMap<>();
            for (RawSegment segment : raw) {
                FrameSize given = segment.size();
                if (given != null) {
                    requireSize(given);
                }
                Mask mask = dialect.decode(size, segment.rle());
                if (mask.isEmpty()) {
                    continue;
                }
                String label = segment.label() == null || segment.label().isBlank() ? defaultLabel : segment.label();
                String objectId = segment.objectId();
                LocalKey key = LocalKey.named(label, objectId == null ? "" : objectId);
                LocalSegment local = new LocalSegment(key, mask, segment.score());
                if (objectId == null) {
                    nameless.computeIfAbsent(label, unused -> new ArrayList<>()).add(local);
                } else if (named.put(key, local) != null) {
                    throw malformed("object " + objectId + " has two masks in frame " + segment.frame());
                }
            }
            List<LocalSegment> segments = new ArrayList<>(named.values());
            nameless.forEach((label, masks) -> segments.addAll(follow(label, masks)));
            return segments;
        }

        private List<LocalSegment> follow(String label, List<LocalSegment> nameless) {
            int[] numbers = followed.follow(
                    current, label, nameless.stream().map(LocalSegment::mask).toList());
            List<LocalSegment> segments = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                LocalSegment segment = nameless.get(i);
                segments.add(new LocalSegment(LocalKey.followed(label, numbers[i]), segment.mask(), segment.score()));
            }
            return segments;
        }
    }
}
