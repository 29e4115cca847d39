package dev.sam3flow.core.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.result.ResultFixtures;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ChunkQualityTest {
    private static final FrameSize SIZE = new FrameSize(200, 100);
    private static final int FRAMES = 60;
    /** Owns frames 0 to 24, 25 to 44, 45 to 59. */
    private static final ChunkPlan PLAN = ResultFixtures.aPlan(FRAMES, 10, 0, 20, 40);

    @Test
    void aFindingIsBadForEveryChunkThatOwnsFramesOfIt() throws IOException {
        // gone from frame 20 to 29: five frames of each of the first two chunks
        assertThat(qualities(frame -> frame < 20 || frame >= 30, 30))
                .containsExactly(new ChunkQuality(0, 5, 20), new ChunkQuality(1, 5, 15), new ChunkQuality(2, 0, 15));
    }

    /** It may well stand there; to ask again would cost money and change nothing. */
    @Test
    void anObjectThatStandsStillOrAtTheBorderIsNothingBad() throws IOException {
        QualityReport moving = report(frame -> true, 0);
        MasksSource standing = masks(frame -> true, 0, 0);
        QualityReport still = QualityReport.of(standing, QualityOptions.DEFAULTS);

        assertThat(moving.counts()).containsOnlyKeys(Finding.Kind.BORDER_GLUED);
        assertThat(qualities(frame -> true, 0)).noneMatch(ChunkQuality::isBad);
        assertThat(still.counts()).containsOnlyKeys(Finding.Kind.BORDER_GLUED, Finding.Kind.FROZEN);
        assertThat(ChunkQuality.of(PLAN, standing, still)).noneMatch(ChunkQuality::isBad);
    }

    @Test
    void betterIsFewerBadFramesWithoutLosingMasks() {
        ChunkQuality first = new ChunkQuality(3, 10, 50);

        assertThat(new ChunkQuality(3, 4, 55).isBetterThan(first)).isTrue();
        assertThat(new ChunkQuality(3, 10, 60).isBetterThan(first)).isFalse();
        assertThat(new ChunkQuality(3, 0, 0).isBetterThan(first)).isFalse();
    }

    @Test
    void goodFramesAreThoseThatNoFindingIsAbout() throws IOException {
        QualityReport report = report(frame -> frame < 20 || frame >= 30, 30);

        assertThat(ChunkQuality.lastGoodFrame(report, 10, 25)).isEqualTo(19);
        assertThat(ChunkQuality.lastGoodFrame(report, 20, 25)).isEqualTo(-1);
        assertThat(ChunkQuality.firstGoodFrame(report, 22, 40)).isEqualTo(30);
        assertThat(ChunkQuality.firstGoodFrame(report, 22, 29)).isEqualTo(-1);
    }

    private static List<ChunkQuality> qualities(IntPredicate seen, int top) throws IOException {
        return ChunkQuality.of(PLAN, masks(seen, top), report(seen, top));
    }

    private static QualityReport report(IntPredicate seen, int top) throws IOException {
        return QualityReport.of(masks(seen, top), QualityOptions.DEFAULTS);
    }

    private static MasksSource masks(IntPredicate seen, int top) throws IOException {
        return masks(seen, top, 1);
    }

    /** A box that moves to the right, so many pixels a frame. */
    private static MasksSource masks(IntPredicate seen, int top, int speed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VideoFacts video = new VideoFacts("made up", FRAMES, SIZE, null, 0, null);
        MasksHeader header =
                new MasksHeader(video, null, List.of(), new Provenance(true, "coco", List.of(), List.of()));
        try (MasksWriter writer = new MasksWriter(out, header)) {
            for (int frame = 0; frame < FRAMES; frame++) {
                Mask mask = Mask.ofBox(SIZE, new Box(10 + speed * frame, top, 30, 40));
                writer.write(new FrameSegments(
                        frame, 0, seen.test(frame) ? List.of(new Segment(1, "thing", mask, null)) : List.of()));
            }
            writer.finish();
        }
        return () -> new ByteArrayInputStream(out.toByteArray());
    }
}
