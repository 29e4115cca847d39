package dev.sam3flow.core.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.video.FrameRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An RLE file without the job it came from. */
class FileDecodingTest {
    private static final FrameSize SIZE = new FrameSize(60, 40);
    private static final FrameSize SQUARE = new FrameSize(40, 40);

    @ParameterizedTest
    @EnumSource
    void masksOfEveryDialectComeOutAsTheyWere(Dialect dialect) throws IOException {
        String file = ResultFixtures.fileWithIds(
                new FrameRange(0, 3), dialect, frame -> frame == 1 ? Map.of() : objects(frame));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AssembledResult result = decoding(file).write(video(3, SIZE), frame -> 0, null, dialect.optionName(), out);

        List<FrameSegments> frames = frames(out);
        assertThat(frames).hasSize(3);
        assertThat(frames.get(1).segments()).isEmpty();
        assertThat(frames.get(2).segments())
                .extracting(Segment::mask)
                .containsExactlyInAnyOrderElementsOf(objects(2).values());
        assertThat(result.tracks()).hasSize(2);
        assertThat(result.dialect().name()).isEqualTo(dialect.optionName());
    }

    private static Map<Integer, Mask> objects(int frame) {
        Mask body = ResultFixtures.aMask(SIZE, 5 + frame, 0, 11, 33);
        return Map.of(
                1,
                body.union(ResultFixtures.aMask(SIZE, 2 + frame, 8, 20, 4)),
                2,
                ResultFixtures.aMask(SIZE, 40, 20, 20, 20));
    }

    /** Read along rows or down columns, a square frame shows its transposed picture. */
    @Test
    void aPointOnTheObjectSettlesTheOrderOfASquareFrame() throws IOException {
        String file = square();
        assertThatThrownBy(() ->
                        decoding(file).write(video(1, SQUARE), frame -> 0, null, "auto", new ByteArrayOutputStream()))
                .isInstanceOf(AmbiguousDialectException.class)
                .hasMessageContaining("point");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        decoding(file).write(video(1, SQUARE), frame -> 0, point(25, 6), "auto", out);

        assertThat(frames(out).get(0).segments().get(0).mask()).isEqualTo(ResultFixtures.aMask(SQUARE, 20, 5, 18, 3));
    }

    @Test
    void theOperatorMayNameTheDialect() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AssembledResult result = decoding(square()).write(video(1, SQUARE), frame -> 0, null, "pairs-column-1", out);

        assertThat(frames(out).get(0).segments().get(0).mask())
                .isEqualTo(ResultFixtures.aMask(SQUARE, 20, 5, 18, 3).transpose());
        assertThat(result.dialect().pinned()).isTrue();
    }

    @Test
    void framesThatAreNotTheVideosAreRefusedAndNothingIsWritten() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> decoding("[\"1 2\"]").write(video(2, SIZE), frame -> 0, null, "auto", out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 frame,")
                .hasMessageContaining("2 frames");
        assertThatThrownBy(() -> decoding("{\"counts\":\"1 2\",\"size\":[60,40]}")
                        .write(video(1, SIZE), frame -> 0, null, "auto", out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("60 high and 40 wide")
                .hasMessageContaining("40 high and 60 wide");
        assertThat(out.size()).isZero();
    }

    @Test
    void aBrokenFileIsRefusedWithTheByteWhereItBreaks() {
        assertThatThrownBy(() -> decoding("[\"1 2\",}"))
                .isInstanceOfSatisfying(
                        MalformedRleException.class, e -> assertThat(e.offset()).isEqualTo(7));
    }

    /** With the frame's size known, strings of one number each may be empty masks; all passes must agree on that. */
    @Test
    void aListOfEmptyMasksIsReadAlikeInEveryPass() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AssembledResult result = decoding("[[\"2400\",\"2400\"],[\"2400\",\"2400\"]]")
                .write(video(2, SIZE), frame -> 0, null, "auto", out);

        assertThat(result.segments()).isZero();
    }

    @Test
    void scoresListedBesideTheMasksComeOutWithThem() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AssembledResult result = decoding("{\"rle\":[\"61 50\",\"\",\"61 50\"],\"scores\":[0.5,0,0.25]}")
                .write(video(3, SIZE), frame -> 0, null, "pairs-row-0", out);

        assertThat(frames(out))
                .flatExtracting(FrameSegments::segments)
                .extracting(Segment::score)
                .containsExactly(0.5, 0.25);
        assertThat(result.notes()).noneMatch(note -> note.contains("left out"));
    }

    @Test
    void scoresThatCannotBeSaidOfTheMasksAreLeftOutAndTheResultSaysSo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AssembledResult result = decoding("{\"rle\":[\"61 50\",\"61 50\"],\"scores\":[0.5]}")
                .write(video(2, SIZE), frame -> 0, null, "pairs-row-0", out);

        assertThat(result.notes()).anyMatch(note -> note.contains("lists 1 scores for 2 frames"));
    }

    private static String square() {
        return "[\"" + Dialect.PAIRS_ROW_1.encode(ResultFixtures.aMask(SQUARE, 20, 5, 18, 3)) + "\"]";
    }

    private static FileDecoding decoding(String file) throws IOException {
        return FileDecoding.of(() -> new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    private static Prompts point(int x, int y) {
        return new Prompts(List.of("thing"), List.of(new PointPrompt(x, y, true)), List.of());
    }

    private static VideoFacts video(int frames, FrameSize size) {
        @Nullable String unknown = null;
        return new VideoFacts("made-up", frames, size, null, 0, unknown);
    }

    private static List<FrameSegments> frames(ByteArrayOutputStream masks) throws IOException {
        List<FrameSegments> frames = new ArrayList<>();
        MasksSource source = () -> new ByteArrayInputStream(masks.toByteArray());
        source.forEachFrame(frames::add);
        return frames;
    }
}
