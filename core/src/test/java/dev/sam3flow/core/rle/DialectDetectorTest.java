package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.DialectDecision.AllEmpty;
import dev.sam3flow.core.rle.DialectDecision.Ambiguous;
import dev.sam3flow.core.rle.DialectDecision.Decided;
import dev.sam3flow.core.rle.DialectDecision.Refused;
import dev.sam3flow.core.rle.DialectDecision.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules one by one; {@link DetectionCorpusTest} has them work together. */
class DialectDetectorTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final FrameSize SQUARE = new FrameSize(90, 90);
    private static final DialectDetector DETECTOR = DialectDetector.standard();

    /** Wide at the top, narrow below, so that no line is like another. */
    private static Mask wedge(FrameSize size) {
        Mask mask = Mask.empty(size);
        for (int y = 10; y < 80; y++) {
            mask = mask.union(Mask.ofBox(size, new Box(20 + y / 4, y, 60 - y / 2, 1)));
        }
        return mask;
    }

    private static DialectEvidence evidence(FrameSize size, @Nullable Prompts prompts, String... texts) {
        EvidenceCollector collector = new EvidenceCollector(size, prompts);
        for (int frame = 0; frame < texts.length; frame++) {
            collector.frame(frame);
            RawRle rle = RawRle.of(texts[frame]);
            if (!rle.isEmpty()) {
                collector.segment(new RawSegment(frame, 0, null, rle, null, null, null, null));
            }
        }
        return collector.evidence();
    }

    @ParameterizedTest
    @EnumSource
    void theDistanceBetweenLinesTellsTheOrder(Dialect dialect) {
        DialectDetector detector = DialectDetector.withDefaultBase(dialect.base());

        DialectDecision decision = detector.decide(evidence(SIZE, null, dialect.encode(wedge(SIZE))));

        assertThat(decision.require()).isEqualTo(dialect);
        assertThat(decision.evidence()).isNotEmpty();
        assertThat(decision.ruledOut()).hasSize(6).doesNotContainKey(dialect);
    }

    /**
     * Sky on both sides of the frame whose last column, frame after frame, is a little deeper: runs start there and go on
     * in the next row. Counted from 0, they would start that row.
     */
    @Test
    void whatTouchesBothSidesSaysNothingOfTheBase() {
        Mask sky = Mask.ofBox(SIZE, new Box(0, 0, 160, 40)).union(Mask.ofBox(SIZE, new Box(0, 40, 30, 5)));
        Mask deeperRight = sky.union(Mask.ofBox(SIZE, new Box(159, 40, 1, 4)));
        Mask ground = deeperRight.complement();
        for (Dialect dialect : List.of(Dialect.PAIRS_ROW_0, Dialect.PAIRS_ROW_1)) {
            for (Mask mask : List.of(deeperRight, ground.flipHorizontally(), sky.flipHorizontally())) {
                String text = dialect.encode(mask);
                List<String> frames = new ArrayList<>(Collections.nCopies(20, text));
                frames.add(dialect.encode(wedge(SIZE)));
                DialectEvidence evidence = evidence(SIZE, null, frames.toArray(String[]::new));

                assertThat(DialectDetector.withDefaultBase(dialect.base())
                                .decide(evidence)
                                .require())
                        .isEqualTo(dialect);
            }
        }
    }

    @Test
    void aSquareFrameIsAmbiguousUntilABoxFitsTheMask() {
        Mask hook = Mask.ofBox(SQUARE, new Box(50, 10, 30, 8)).union(Mask.ofBox(SQUARE, new Box(50, 18, 10, 6)));
        String text = Dialect.PAIRS_COLUMN_1.encode(hook);
        Prompts asked = new Prompts(List.of("hook"), List.of(), List.of(new BoxPrompt(51, 10, 81, 23)));

        assertThat(DETECTOR.decide(evidence(SQUARE, null, text))).isInstanceOf(Ambiguous.class);
        DialectDecision settled = DETECTOR.decide(evidence(SQUARE, asked, text));

        assertThat(settled.require()).isEqualTo(Dialect.PAIRS_COLUMN_1);
        assertThat(settled.evidence()).anyMatch(sentence -> sentence.contains("1 points and boxes"));
    }

    /** A box that fits neither reading, or both, says nothing. */
    @Test
    void aBoxThatFitsNoReadingDoesNotSettleAnything() {
        String text = Dialect.PAIRS_COLUMN_1.encode(wedge(SQUARE));
        Prompts asked = new Prompts(List.of("wedge"), List.of(), List.of(new BoxPrompt(0, 0, 90, 90)));

        assertThat(DETECTOR.decide(evidence(SQUARE, asked, text))).isInstanceOf(Ambiguous.class);
    }

    @Test
    void aPointInsideTheMaskSettlesTheOrderAndOneOutsideEveryReadingDoesNot() {
        String text = Dialect.COUNTS_ROW.encode(wedge(SQUARE));
        assertThat(wedge(SQUARE).contains(50, 12)).isTrue();
        assertThat(wedge(SQUARE).contains(12, 50)).isFalse();

        assertThat(DETECTOR.decide(evidence(SQUARE, at(50, 12), text)).require())
                .isEqualTo(Dialect.COUNTS_ROW);
        assertThat(DETECTOR.decide(evidence(SQUARE, at(0, 0), text))).isInstanceOf(Ambiguous.class);
    }

    private static Prompts at(int x, int y) {
        return new Prompts(List.of("wedge"), List.of(new PointPrompt(x, y, true)), List.of());
    }

    /** Points that are not on the object are not looked for in the mask; prompts are true at the first frame only. */
    @Test
    void backgroundPointsAndLaterFramesAreNoEvidence() {
        String text = Dialect.COUNTS_ROW.encode(wedge(SQUARE));
        Prompts background = new Prompts(List.of("wedge"), List.of(new PointPrompt(50, 12, false)), List.of());

        assertThat(DETECTOR.decide(evidence(SQUARE, background, text))).isInstanceOf(Ambiguous.class);
        assertThat(DETECTOR.decide(evidence(SQUARE, at(50, 12), "", text))).isInstanceOf(Ambiguous.class);
    }

    @Test
    void promptsThatContradictTheRunsLeaveItOpen() {
        Mask wedge = wedge(SIZE);
        Prompts wrong = at(1, 1);
        Mask other = Dialect.COUNTS_COLUMN.decode(SIZE, Dialect.COUNTS_ROW.encode(wedge));
        int pixel = other.toBits(PixelOrder.ROW_MAJOR).stream()
                .filter(i -> !wedge.contains(i % 160, i / 160))
                .findFirst()
                .orElseThrow();
        Prompts misleading = at(pixel % 160, pixel / 160);

        DialectDecision decision = DETECTOR.decide(evidence(SIZE, misleading, Dialect.COUNTS_ROW.encode(wedge)));

        assertThat(decision).isInstanceOf(Ambiguous.class);
        assertThat(decision.evidence()).anyMatch(sentence -> sentence.contains("contradict"));
        assertThat(DETECTOR.decide(evidence(SIZE, wrong, Dialect.COUNTS_ROW.encode(wedge)))
                        .require())
                .isEqualTo(Dialect.COUNTS_ROW);
    }

    @Test
    void thePinnedDialectIsTakenWhereTheEvidenceAllowsIt() {
        DialectEvidence square = evidence(SQUARE, null, Dialect.PAIRS_COLUMN_1.encode(wedge(SQUARE)));

        DialectDecision decision = DETECTOR.pin(square, Dialect.PAIRS_ROW_0);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decided.class, decided -> assertThat(decided.source()).isEqualTo(Source.PINNED));
        assertThat(decision.require()).isEqualTo(Dialect.PAIRS_ROW_0);
        assertThat(decision.ruledOut().get(Dialect.PAIRS_COLUMN_1)).contains("the operator asked for pairs-row-0");
    }

    @Test
    void aPinnedDialectThatCannotReadTheMasksIsRefusedWithTheReason() {
        DialectEvidence wedge = evidence(SIZE, null, Dialect.PAIRS_ROW_1.encode(wedge(SIZE)));

        DialectDecision decision = DETECTOR.pin(wedge, Dialect.COUNTS_ROW);

        assertThat(decision).isInstanceOf(Refused.class);
        assertThatThrownBy(decision::require)
                .isInstanceOf(MalformedRleException.class)
                .hasMessageContaining("counts-row")
                .hasMessageContaining("sums to");
    }

    @Test
    void aPinnedOrderThatTheRunsSpeakAgainstIsRefused() {
        DialectEvidence wedge = evidence(SIZE, null, Dialect.PAIRS_ROW_1.encode(wedge(SIZE)));

        assertThat(DETECTOR.pin(wedge, Dialect.PAIRS_COLUMN_1)).isInstanceOf(Refused.class);
    }

    @Test
    void emptyMasksAreReadInThePinnedDialect() {
        DialectDecision decision = DETECTOR.pin(evidence(SIZE, null, "", ""), Dialect.COCO);

        assertThat(decision).isInstanceOf(AllEmpty.class);
        assertThat(decision.require()).isEqualTo(Dialect.COCO);
    }

    /** Two masks of one run each: alone each is a pair or counts, together they are not. */
    @Test
    void theEvidenceOfAllFilesOfAJobIsWeighedTogether() {
        String asEither = "7000 7400";
        DialectEvidence first = evidence(SIZE, null, asEither);
        DialectEvidence second = evidence(
                SIZE, null, "", Dialect.PAIRS_ROW_0.encode(wedge(SIZE).union(Mask.ofBox(SIZE, new Box(0, 0, 5, 3)))));
        assertThatThrownBy(() -> DETECTOR.decide(first).require()).isInstanceOf(AmbiguousDialectException.class);

        DialectEvidence both = first.merge(second);

        assertThat(both.frames()).isEqualTo(3);
        assertThat(both.masks()).isEqualTo(2);
        assertThat(both.ruledOut()).containsKeys(Dialect.COUNTS_ROW, Dialect.PAIRS_ROW_1);
        assertThat(DETECTOR.decide(both).require()).isEqualTo(Dialect.PAIRS_ROW_0);
        assertThat(DETECTOR.decide(second.merge(first)).require()).isEqualTo(Dialect.PAIRS_ROW_0);
    }

    @Test
    void whatIsGatheredInTwoFilesIsWhatIsGatheredInOne() {
        List<String> texts = IntStream.range(0, 20)
                .mapToObj(i -> Dialect.PAIRS_ROW_1.encode(wedge(SIZE).translate(i, i / 2)))
                .toList();
        Prompts asked = at(50, 12);

        DialectEvidence whole = evidence(SIZE, asked, texts.toArray(String[]::new));
        DialectEvidence merged = evidence(SIZE, asked, texts.subList(0, 1).toArray(String[]::new))
                .merge(evidence(SIZE, null, texts.subList(1, 20).toArray(String[]::new)));

        assertThat(merged).usingRecursiveComparison().ignoringFields("ruledOut").isEqualTo(whole);
        assertThat(merged.ruledOut().keySet()).isEqualTo(whole.ruledOut().keySet());
    }

    @Test
    void evidenceOfAnotherFrameSizeCannotBeMerged() {
        DialectEvidence one = evidence(SIZE, null, "");

        assertThatThrownBy(() -> one.merge(evidence(SQUARE, null, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("160x90")
                .hasMessageContaining("90x90");
    }

    /** Single pixels in the middle: nothing tells 0 from 1, so the default is taken, and the decision says so. */
    @Test
    void anOpenBaseIsTheConfiguredOneOrAmbiguous() {
        String text = Dialect.PAIRS_ROW_1.encode(wedge(SIZE));
        DialectEvidence evidence = evidence(SIZE, null, text);

        assertThat(DETECTOR.decide(evidence))
                .isInstanceOfSatisfying(
                        Decided.class, decided -> assertThat(decided.source()).isEqualTo(Source.CONFIGURED_BASE));
        assertThat(DialectDetector.withDefaultBase(0).decide(evidence).require())
                .isEqualTo(Dialect.PAIRS_ROW_0);
        assertThat(DialectDetector.withoutDefaultBase().decide(evidence))
                .isInstanceOfSatisfying(Ambiguous.class, open -> {
                    assertThat(open.candidates()).containsExactly(Dialect.PAIRS_ROW_0, Dialect.PAIRS_ROW_1);
                    assertThat(open.settledBy()).noneMatch(way -> way.contains("point"));
                });
        assertThatThrownBy(() -> DialectDetector.withDefaultBase(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyRunsAtTheEndsOfLinesTellTheBase() {
        Mask rising = Mask.empty(SIZE);
        for (int y = 20; y < 60; y++) {
            rising = rising.union(Mask.ofBox(SIZE, new Box(0, y, 20 + y / 2, 1)));
        }

        DialectDecision decision =
                DialectDetector.withoutDefaultBase().decide(evidence(SIZE, null, Dialect.PAIRS_ROW_0.encode(rising)));

        assertThat(decision.require()).isEqualTo(Dialect.PAIRS_ROW_0);
        assertThat(DialectDetector.withoutDefaultBase()
                        .decide(evidence(SIZE, null, Dialect.PAIRS_ROW_1.encode(rising.flipHorizontally())))
                        .require())
                .isEqualTo(Dialect.PAIRS_ROW_1);
    }

    @Test
    void textOfAnotherFrameSizeIsRefusedWithEveryReason() {
        DialectDecision decision = DETECTOR.decide(evidence(new FrameSize(9, 9), null, "3 3 900 5"));

        assertThat(decision).isInstanceOf(Refused.class);
        assertThat(decision.ruledOut()).hasSize(7);
        assertThatThrownBy(decision::require).hasMessageContaining("9x9").hasMessageContaining("not coco");
    }
}
