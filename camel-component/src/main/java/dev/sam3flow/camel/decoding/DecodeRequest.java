package dev.sam3flow.camel.decoding;

import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.DialectDecision;
import dev.sam3flow.core.rle.DialectDetector;
import dev.sam3flow.core.rle.DialectEvidence;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.core.rle.RleSink;
import dev.sam3flow.core.rle.SideLists;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to read an RLE file: two passes over a copy of it, the first to tell size and dialect, the second for the masks.
 *
 * @param dialect name of a dialect, or {@link JobRequest#AUTO_DIALECT}
 * @param size the frames' size; null where the file has to tell it
 * @param frames number of frames, which the file must have; null where it is not known
 * @param times times of the frames; null where they are not known
 */
public record DecodeRequest(
        String dialect,
        @Nullable FrameSize size,
        @Nullable Integer frames,
        @Nullable FrameTable times) {

    /** Adds what the video itself says, where there are tools to ask. */
    public DecodeRequest withFactsOf(@Nullable Path video, @Nullable VideoTools tools) {
        if (tools == null || video == null) {
            return this;
        }
        Video probed = tools.probe(video);
        return new DecodeRequest(
                dialect,
                size == null ? probed.size() : size,
                frames == null ? Integer.valueOf(probed.frames()) : frames,
                probed.table());
    }

    /** Fetches and reads the masks of a completed prediction. */
    public SegmentResult fetch(PredictionService predictions, Prediction completed, @Nullable Prompts prompts) {
        if (completed.outputs() == null) {
            throw new MalformedResponseException(
                    "outputs", "prediction " + completed.id() + " is completed and names no RLE file", null);
        }
        try (InputStream bytes = predictions.fetch(completed.outputs())) {
            return read(bytes, completed.id().value(), predictions.simulated(), prompts);
        } catch (IOException broken) {
            throw new UnavailableException(
                    "the RLE file of prediction " + completed.id() + " broke off while it was read", broken);
        }
    }

    /** Reads masks from a stream, which is left open. */
    public SegmentResult read(InputStream bytes, String predictionId, boolean simulated, @Nullable Prompts prompts)
            throws IOException {
        Path copy = Files.createTempFile("sam3-", ".json");
        try {
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            FrameSize known = size == null ? declaredSize(copy) : size;
            EvidenceCollector collector = new EvidenceCollector(known, prompts);
            RleFileSummary summary = pass(copy, known, SideLists.NONE, collector);
            DialectDecision decision = decide(collector.evidence());
            Integer promised = frames == null ? summary.declaredFrames() : frames;
            int base = promised == null ? Math.min(1, Math.max(0, summary.firstFrame())) : summary.frameBase(promised);
            int count = promised == null ? Math.max(0, summary.lastFrame() - base + 1) : promised;
            FrameGatherer gatherer = new FrameGatherer(known, decision.require(), base, count, label(prompts), times);
            pass(copy, known, summary.beside(), gatherer);
            String name = decision instanceof DialectDecision.AllEmpty
                    ? "none"
                    : decision.require().optionName();
            return new SegmentResult(
                    predictionId, known, name, decision.evidence(), simulated, prompts, gatherer.frames());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private DialectDecision decide(DialectEvidence evidence) {
        DialectDetector detector = DialectDetector.standard();
        return dialect.equals(JobRequest.AUTO_DIALECT)
                ? detector.decide(evidence)
                : detector.pin(evidence, Dialect.ofOption(dialect));
    }

    private static FrameSize declaredSize(Path file) throws IOException {
        RleFileSummary summary = pass(file, null, SideLists.NONE, new RleSink() {
            @Override
            public void frame(int frame) {}

            @Override
            public void segment(RawSegment segment) {}
        });
        if (summary.size() == null) {
            throw new InvalidInputException(
                    "the RLE file does not tell the frames' size: set the option frameSize, such as"
                            + " 1920x1080, or put video tools into the registry; sam3:decode reads the same"
                            + " prediction again and costs nothing");
        }
        return Objects.requireNonNull(summary.size());
    }

    private static RleFileSummary pass(Path file, @Nullable FrameSize size, SideLists beside, RleSink sink)
            throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new RleFileReader(RleLimits.STANDARD, size).with(beside).read(in, sink);
        }
    }

    private static String label(@Nullable Prompts prompts) {
        return prompts == null ? "" : prompts.joinedText();
    }
}
