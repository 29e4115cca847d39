package dev.sam3flow.core.quality;

import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.quality.Finding.Kind;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.video.FrameRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How good the frames look that a chunk owns. An object that stands still, or at the frame's border, is nothing bad.
 *
 * @param chunk index in the plan
 * @param badFrames frames of all findings together; a frame counts once for each finding that it is in
 * @param maskedFrames frames with a mask
 */
public record ChunkQuality(int chunk, int badFrames, int maskedFrames) {

    /**
     * Of each chunk of a plan of one pass.
     *
     * @param masks what the report is about
     */
    public static List<ChunkQuality> of(ChunkPlan plan, MasksSource masks, QualityReport report) throws IOException {
        int[] masked = new int[plan.frames() + 1];
        masks.forEachFrame(frame -> masked[frame.frame() + 1] =
                masked[frame.frame()] + (frame.segments().isEmpty() ? 0 : 1));
        List<ChunkQuality> all = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            FrameRange owned = chunk.owned();
            int bad = report.findings().stream()
                    .filter(ChunkQuality::isBad)
                    .mapToInt(finding -> shared(owned, finding.frames()))
                    .sum();
            all.add(new ChunkQuality(chunk.index(), bad, masked[owned.endFrame()] - masked[owned.startFrame()]));
        }
        return all;
    }

    /** True where another try is worth its price. */
    static boolean isBad(Finding finding) {
        return finding.kind() != Kind.BORDER_GLUED && finding.kind() != Kind.FROZEN;
    }

    private static int shared(FrameRange one, FrameRange other) {
        int start = Math.max(one.startFrame(), other.startFrame());
        return Math.max(0, Math.min(one.endFrame(), other.endFrame()) - start);
    }

    public boolean isBad() {
        return badFrames > 0;
    }

    /** True where fewer frames are bad than in the other result of the chunk, and not because masks are gone. */
    public boolean isBetterThan(ChunkQuality other) {
        return badFrames < other.badFrames && maskedFrames >= other.maskedFrames;
    }

    /** The last frame from {@code from} to {@code to}, both included, that no finding is about; -1 where there is none. */
    public static int lastGoodFrame(QualityReport report, int from, int to) {
        int frame = to;
        while (frame >= from && isBad(report, frame)) {
            frame--;
        }
        return frame >= from ? frame : -1;
    }

    /** The first such frame; -1 where there is none. */
    public static int firstGoodFrame(QualityReport report, int from, int to) {
        int frame = from;
        while (frame <= to && isBad(report, frame)) {
            frame++;
        }
        return frame <= to ? frame : -1;
    }

    private static boolean isBad(QualityReport report, int frame) {
        return report.findings().stream()
                .anyMatch(finding -> isBad(finding) && finding.frames().contains(frame));
    }
}
