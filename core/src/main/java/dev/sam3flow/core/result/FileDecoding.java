package dev.sam3flow.core.result;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.video.FrameRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@code masks.jsonl} of one RLE file that came without a job. Reads the file four times; memory does not depend
 * on its length.
 */
public final class FileDecoding {
    /** Opens the file; the decoding closes the stream. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private final Source file;
    private final RleFileSummary summary;

    private FileDecoding(Source file, RleFileSummary summary) {
        this.file = file;
        this.summary = summary;
    }

    /**
     * Looks through the file.
     *
     * @throws MalformedRleException with the byte's offset if it is no RLE file
     */
    public static FileDecoding of(Source file) throws IOException {
        try (InputStream in = file.open()) {
            return new FileDecoding(file, new RleFileReader().read(in, new Ignoring()));
        }
    }

    /** What the file says of itself: layout, frames, and the frame size if it has one. */
    public RleFileSummary summary() {
        return summary;
    }

    /**
     * Writes {@code masks.jsonl}; {@code masks} stays open.
     *
     * @param video how many frames of which size there must be
     * @param timeMicros time of a frame from the first frame on, in microseconds
     * @param prompts what was asked for at the first frame, which may settle the order of pixels; null if not known
     * @param dialect a dialect's name, or {@code "auto"} to decide by evidence
     * @throws InvalidInputException if the file's frames are not as many or not as large as the video's, or an object has
     *     two masks in one frame
     * @throws AmbiguousDialectException if the masks can be read in more than one way; nothing is written
     * @throws MalformedRleException if a mask is broken or the file can be read in no dialect; nothing is written
     */
    public AssembledResult write(
            VideoFacts video,
            IntToLongFunction timeMicros,
            @Nullable Prompts prompts,
            String dialect,
            OutputStream masks)
            throws IOException {
        requireFitting(video);
        EvidenceCollector evidence = new EvidenceCollector(video.size(), prompts);
        try (InputStream in = file.open()) {
            new RleFileReader(RleLimits.STANDARD, video.size()).read(in, evidence);
        }
        FrameRange all = new FrameRange(0, video.frames());
        Chunk chunk = new Chunk(0, all, all, video.durationMicros());
        ChunkResult result = new ChunkResult(
                chunk, "", 0, new BlobRef("", "", 0, video.frames()), evidence.evidence(), MicroUsd.ZERO);
        ResultAssembly assembly = new ResultAssembly(
                video,
                timeMicros,
                new ChunkPlan(List.of(chunk), null),
                prompts,
                new AssemblyOptions(dialect, StitchOptions.DEFAULTS, false));
        try {
            return assembly.write(List.of(result), ref -> file.open(), masks);
        } catch (MalformedResponseException e) {
            throw new InvalidInputException("the RLE file contradicts itself: " + e.getMessage(), e);
        }
    }

    private void requireFitting(VideoFacts video) {
        if (summary.frames() != video.frames()) {
            throw new InvalidInputException("the RLE file has masks of " + frames(summary.frames())
                    + ", the video has " + frames(video.frames())
                    + ": masks are never shifted or padded to fit; check that the file belongs to the video");
        }
        FrameSize size = summary.size();
        if (size != null && !size.equals(video.size())) {
            throw new InvalidInputException("the RLE file has masks " + high(size) + ", the video has frames "
                    + high(video.size()) + ": check that the file belongs to the video");
        }
    }

    private static String high(FrameSize size) {
        return size.height() + " high and " + size.width() + " wide";
    }

    private static String frames(int count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    /** Looks at nothing. */
    private static final class Ignoring implements RleSink {
        @Override
        public void frame(int frame) {}

        @Override
        public void segment(RawSegment segment) {}
    }
}
