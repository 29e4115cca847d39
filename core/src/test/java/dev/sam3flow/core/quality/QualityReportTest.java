package dev.sam3flow.core.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.quality.Finding.Kind;
import dev.sam3flow.core.result.Gap;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.video.FrameRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class QualityReportTest {
    private static final FrameSize SIZE = new FrameSize(200, 100);
    private static final int FRAMES = 60;

    /** A box that moves a pixel a frame: nothing is wrong with it. */
    private static Box walking(int frame) {
        return new Box(10 + frame, 30, 30, 40);
    }

    @Test
    void aSteadyObjectIsClean() throws IOException {
        assertThat(report(frame -> List.of(seen(1, walking(frame)))).isClean()).isTrue();
    }

    @Test
    void aShortAbsenceIsFlickerAndALongOneAnEmptySpan() throws IOException {
        QualityReport report = report(
                frame -> frame == 10 || frame >= 30 && frame < 40 ? List.of() : List.of(seen(1, walking(frame))));

        assertThat(report.findings())
                .containsExactly(
                        new Finding(
                                Kind.FLICKER,
                                List.of(1),
                                new FrameRange(10, 11),
                                "Track 1 is gone for 1 frame and back after."),
                        new Finding(
                                Kind.EMPTY_SPAN,
                                List.of(1),
                                new FrameRange(30, 40),
                                "Track 1 is not seen for 10 frames between two sightings."));
    }

    @Test
    void anAbsenceWhereTheModelHasNotLookedIsNoFinding() throws IOException {
        QualityReport report = report(
                frame -> frame >= 30 && frame < 40 ? List.of() : List.of(seen(1, walking(frame))),
                List.of(new Gap(1, new FrameRange(28, 42))));

        assertThat(report.counts()).doesNotContainKeys(Kind.FLICKER, Kind.EMPTY_SPAN);
    }

    @Test
    void aMaskThatStandsStillForLongIsFrozen() throws IOException {
        QualityReport report = report(frame -> List.of(seen(1, walking(Math.max(20, Math.min(frame, 39))))));

        // frames 0 to 20 show one mask, frames 39 to 59 another
        assertThat(kinds(report)).containsExactly(Kind.FROZEN, Kind.FROZEN);
        assertThat(report.findings().get(0).frames()).isEqualTo(new FrameRange(0, 21));
        assertThat(report.findings().get(1).frames()).isEqualTo(new FrameRange(39, 60));
    }

    @Test
    void aMaskThatDoublesJumpsInArea() throws IOException {
        QualityReport report =
                report(frame -> List.of(seen(1, frame < 20 ? walking(frame) : new Box(10 + frame, 20, 40, 60))));

        assertThat(kinds(report)).containsExactly(Kind.AREA_JUMP);
        assertThat(report.findings().get(0).frames()).isEqualTo(new FrameRange(19, 21));
        assertThat(report.findings().get(0).sentence()).contains("from 1200 to 2400 pixels");
    }

    @Test
    void aMaskThatIsSuddenlyElsewhereJumpsInPosition() throws IOException {
        QualityReport report =
                report(frame -> List.of(seen(1, frame < 20 ? walking(frame) : new Box(60 + frame, 30, 30, 40))));

        assertThat(kinds(report)).containsExactly(Kind.POSITION_JUMP);
    }

    @Test
    void aMaskOverTheFrameCoversItAndIsGluedToItsBorder() throws IOException {
        QualityReport report = report(frame -> List.of(seen(1, new Box(0, 0, 200, 92 + frame % 2))));

        assertThat(kinds(report)).containsExactlyInAnyOrder(Kind.COVERS_FRAME, Kind.BORDER_GLUED);
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.frames()).isEqualTo(new FrameRange(0, FRAMES)));
    }

    @Test
    void tracksThatExchangeTheirObjectsAreNamedBoth() throws IOException {
        QualityReport report = report(frame -> {
            Box upper = new Box(10 + frame, 5, 30, 40);
            Box lower = new Box(10 + frame, 55, 30, 40);
            return frame < 25 ? List.of(seen(1, upper), seen(2, lower)) : List.of(seen(1, lower), seen(2, upper));
        });

        assertThat(report.counts().get(Kind.IDENTITY_SWAP)).isEqualTo(1);
        assertThat(report.findings())
                .contains(new Finding(
                        Kind.IDENTITY_SWAP,
                        List.of(1, 2),
                        new FrameRange(24, 26),
                        "Tracks 1 and 2 have exchanged their objects at frame 25."));
    }

    @Test
    void findingsBeyondTheLimitAreCountedOnly() throws IOException {
        QualityOptions few = new QualityOptions(3, 15, 2, 64, 0.5, 0.9, 30, 0.5, 4);
        QualityReport report = QualityReport.of(
                source(frame -> frame % 2 == 1 ? List.of() : List.of(seen(1, walking(frame))), List.of()), few);

        assertThat(report.findings()).hasSize(4);
        assertThat(report.counts().get(Kind.FLICKER)).isEqualTo(29);
    }

    @Test
    void theFileSaysWhatWasFoundAndByWhichThresholds() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        QualityWriter.write(report(frame -> frame == 10 ? List.of() : List.of(seen(1, walking(frame)))), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "{\"schema\":\"sam3flow.quality/1\",\"clean\":false,\"counts\":{\"flicker\":1},\"findings\":[{"
                                + "\"kind\":\"flicker\",\"tracks\":[1],\"startFrame\":10,\"endFrame\":11,\"sentence\":\"Track 1")
                .contains("\"thresholds\":{\"flickerFrames\":3,\"frozenFrames\":15,");
    }

    @Test
    void impossibleThresholdsAreRefused() {
        assertThatThrownBy(() -> new QualityOptions(0, 15, 2, 64, 0.5, 0.9, 30, 0.5, 1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new QualityOptions(3, 15, 1, 64, 0.5, 0.9, 30, 0.5, 1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new QualityOptions(3, 15, 2, 64, 0.5, Double.NaN, 30, 0.5, 1))
                .isInstanceOf(InvalidInputException.class);
    }

    private static Segment seen(int track, Box box) {
        return new Segment(track, "thing", Mask.ofBox(SIZE, box), null);
    }

    private static List<Kind> kinds(QualityReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    private static QualityReport report(IntFunction<List<Segment>> segmentsOfFrame) throws IOException {
        return report(segmentsOfFrame, List.of());
    }

    private static QualityReport report(IntFunction<List<Segment>> segmentsOfFrame, List<Gap> gaps) throws IOException {
        return QualityReport.of(source(segmentsOfFrame, gaps), QualityOptions.DEFAULTS);
    }

    private static MasksSource source(IntFunction<List<Segment>> segmentsOfFrame, List<Gap> gaps) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VideoFacts video = new VideoFacts("made up", FRAMES, SIZE, null, 0, null);
        MasksHeader header =
                new MasksHeader(video, null, new ArrayList<>(), new Provenance(true, "coco", List.of(), gaps));
        try (MasksWriter writer = new MasksWriter(out, header)) {
            for (int frame = 0; frame < FRAMES; frame++) {
                writer.write(new FrameSegments(frame, 0, segmentsOfFrame.apply(frame)));
            }
            writer.finish();
        }
        return () -> new ByteArrayInputStream(out.toByteArray());
    }
}
