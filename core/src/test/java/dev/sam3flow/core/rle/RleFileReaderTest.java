package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RleFileReaderTest {
    /** Each is three frames of which the second is empty. */
    static List<List<Object>> layouts() {
        return List.of(
                List.of(RleLayout.LIST, "[\"3 4\",\"\",\"9 1\"]"),
                List.of(RleLayout.LIST, "[[3,4],[],[9,1]]"),
                List.of(RleLayout.LIST, "[[\"3\",\"4\"],null,[\"9\",\"1\"]]"),
                List.of(RleLayout.LIST, "[{\"counts\":\"3 4\",\"size\":[5,7]},null,{\"size\":[5,7],\"counts\":[9,1]}]"),
                List.of(RleLayout.RLE_LIST, "{\"rle\":[\"3 4\",\"\",\"9 1\"]}"),
                List.of(
                        RleLayout.RLE_LIST_WITH_METADATA,
                        "{\"rle\":[\"3 4\",\"\",\"9 1\"],\"metadata\":[{\"index\":0}],\"scores\":[1,1,1]}"),
                List.of(RleLayout.MAP_BY_FRAME, "{\"0\":\"3 4\",\"2\":[\"9 1\"],\"1\":[]}"),
                List.of(
                        RleLayout.FRAMES,
                        "{\"frames\":[{\"objects\":[{\"rle\":\"3 4\",\"object_id\":7}],\"frame_index\":0},"
                                + "{\"frame_index\":1,\"objects\":[]},"
                                + "{\"frame_index\":2,\"objects\":[{\"track_id\":7,\"rle\":\"9 1\"}]}],"
                                + "\"width\":7,\"height\":5,\"num_frames\":3}"),
                List.of(
                        RleLayout.JSON_LINES,
                        "{\"frame\":0,\"rle\":\"3 4\"}\n{\"frame\":1,\"rle\":\"\"}\n{\"frame\":2,\"rle\":\"9 1\"}"),
                List.of(RleLayout.JSON_LINES, "\"3 4\"\n\"\"\n\"9 1\""),
                List.of(
                        RleLayout.JSON_LINES,
                        "{\"counts\":\"3 4\",\"size\":[5,7]}\n{\"counts\":\"\",\"size\":[5,7]}\n"
                                + "{\"counts\":\"9 1\",\"size\":[5,7]}\n"),
                List.of(
                        RleLayout.MAP_BY_FRAME,
                        "{\"0\":{\"counts\":\"3 4\",\"size\":[5,7]},\"1\":null,\"2\":{\"counts\":\"9 1\",\"size\":[5,7]}}"),
                List.of(RleLayout.LINES_IN_TEXT, "\"3 4\\n\\n9 1\""),
                List.of(RleLayout.LINES_IN_TEXT, "{\"rle\":\"3 4\\n\\n9 1\"}"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void readsEveryLayoutFrameByFrame(List<Object> layout) throws IOException {
        List<String> seen = new ArrayList<>();

        RleFileSummary summary = read((String) layout.get(1), seen);

        assertThat(seen).containsExactly("frame 0", "0: 3 4", "frame 1", "frame 2", "2: 9 1");
        assertThat(summary.layout()).isEqualTo(layout.get(0));
        assertThat(summary.frameBase(3)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"3 4\"",
                "[3,4]",
                "{\"counts\":\"3 4\",\"size\":[5,7]}",
                "{\"rle\":\"3 4\"}",
                "{\"rle\":[3,4]}",
                "{\"rle\":{\"size\":[5,7],\"counts\":[3,4]}}"
            })
    void readsOneMaskAlone(String text) throws IOException {
        List<String> seen = new ArrayList<>();

        RleFileSummary summary = read(text, seen);

        assertThat(seen).containsExactly("frame 0", "0: 3 4");
        assertThat(summary.layout()).isEqualTo(RleLayout.SINGLE_FRAME);
    }

    /** The documented order has the masks first, so it takes a second pass to hand their scores on with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"metadata\":[{\"index\":0,\"score\":0.5,\"box\":[1,2,3,4]},{\"index\":1,\"score\":null,\"box\":null},"
                        + "{\"index\":2,\"score\":0.25,\"box\":[5,6,7,8]}]",
                "\"scores\":[0.5,null,0.25],\"boxes\":[[1,2,3,4],[],[5,6,7,8]]",
                "\"scores\":[[0.5],[],[0.25]],\"boxes\":[[[1,2,3,4]],[],[[5,6,7,8]]],\"metadata\":[]",
                "\"metadata\":[{},{},{}],\"scores\":[0.5,7,0.25],\"boxes\":[[1,2,3,4],null,[5,6,7,8]]",
                "\"scores\":[0.5,0,0.25],\"metadata\":[[{\"box\":[1,2,3,4]}],null,[{\"box\":[5,6,7,8],\"index\":9}]]"
            })
    void handsScoresAndBoxesOnThatAreListedBesideTheMasks(String lists) throws IOException {
        String text = "{\"rle\":[\"3 4\",\"\",\"9 1\"]," + lists + "}";

        SideLists found = read(text, new ArrayList<>()).beside();

        assertThat(found.leftOut())
                .isEqualTo(lists.endsWith("\"metadata\":[]") ? "lists 0 metadata for 3 frames" : null);
        List<RawSegment> segments = segments(text, found);
        assertThat(segments)
                .extracting(RawSegment::score)
                .containsExactly(found.leftOut() == null ? new Double[] {0.5, 0.25} : new Double[] {null, null});
        assertThat(segments)
                .extracting(RawSegment::box)
                .containsExactly(
                        found.leftOut() == null
                                ? new RawBox[] {new RawBox(1, 2, 3, 4), new RawBox(5, 6, 7, 8)}
                                : new RawBox[] {null, null});
    }

    /** What decorates must not keep anybody from the masks, nor end up at the wrong one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"scores\":[0.5]",
                "\"scores\":[0.5,0.5,0.5]",
                "\"scores\":[\"high\",0.5]",
                "\"scores\":[[0.5,{}],0.5]",
                "\"scores\":[{\"a\":[1]},0.5]",
                "\"boxes\":[[1,2,3],[1,2,3,4]]",
                "\"boxes\":[[1,2,3,4,5],[1,2,3,4]]",
                "\"boxes\":[[1,2,[3],4],[1,2,3,4]]",
                "\"boxes\":[5,[1,2,3,4]]",
                "\"metadata\":[{\"index\":1,\"score\":1},{\"index\":0,\"score\":0}]",
                "\"metadata\":[{\"index\":\"0\",\"score\":1},{\"score\":0}]",
                "\"metadata\":[7,{\"score\":0}]"
            })
    void leavesOutListsThatDoNotFitTheMasks(String lists) throws IOException {
        String text = "{\"rle\":[\"3 4\",\"9 1\"]," + lists + "}";

        SideLists found = read(text, new ArrayList<>()).beside();

        assertThat(found.leftOut()).isNotNull();
        assertThat(segments(text, found)).extracting(RawSegment::score).containsExactly(null, null);
        assertThat(segments(text, found)).extracting(RawSegment::box).containsExactly(null, null);
    }

    @Test
    void aScoreOfItsOwnIsNotReplaced() throws IOException {
        String text = "{\"rle\":[{\"counts\":\"3 4\",\"score\":0.5},[\"3 4\",\"9 1\"]],\"scores\":[1,[0.1,0.2]]}";

        SideLists found = read(text, new ArrayList<>()).beside();

        assertThat(segments(text, found)).extracting(RawSegment::score).containsExactly(0.5, 0.1, 0.2);
    }

    @Test
    void refusesNumbersThatNoNumberCanHold() {
        assertThatThrownBy(() -> read("[{\"counts\":\"3 4\",\"score\":1e999}]", new ArrayList<>()))
                .isInstanceOf(MalformedRleException.class);
    }

    /** The second line starts at byte 8 of the file: a line's end is two characters in JSON, as is a backslash. */
    @Test
    void knowsWhereALineOfATextIsInTheFile() throws IOException {
        List<RawSegment> segments = segments("\"3 4\\n\\n\\\\9\\n1\"", SideLists.NONE);

        assertThat(segments).extracting(segment -> segment.rle().offset()).containsExactly(1L, 8L, 13L);
    }

    private static List<RawSegment> segments(String text, SideLists beside) throws IOException {
        List<RawSegment> segments = new ArrayList<>();
        new RleFileReader().with(beside).read(stream(text), new RleSink() {
            @Override
            public void frame(int frame) {}

            @Override
            public void segment(RawSegment segment) {
                segments.add(segment);
            }
        });
        return segments;
    }

    @Test
    void takesTheFrameSizeFromTheFile() throws IOException {
        assertThat(read("{\"counts\":\"3 4\",\"size\":[5,7]}", new ArrayList<>())
                        .size())
                .isEqualTo(new FrameSize(7, 5));
    }

    @Test
    void countsFramesFromOneWhereTheFileDoes() throws IOException {
        assertThat(read("{\"1\":\"\",\"2\":\"3 4\"}", new ArrayList<>()).frameBase(2))
                .isEqualTo(1);
    }

    @Test
    void refusesAFileWithFewerFramesThanTheVideo() throws IOException {
        RleFileSummary summary = read("[\"3 4\"]", new ArrayList<>());

        assertThatThrownBy(() -> summary.frameBase(2))
                .isInstanceOf(MalformedRleException.class)
                .hasMessageContaining("1 frames")
                .hasMessageContaining("the video has 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[\"3 4\"",
                "[\"3 4\"]]",
                "[\"3 4\"] x",
                "[\"3 4\"][\"3 4\"]",
                "[3,-4]",
                "[3,4.5]",
                "[3,99999999999]",
                "[true]",
                "7",
                "{\"masks_by_frame\":{}}",
                "[{\"mask\":\"3 4\"}]",
                "{\"rle\":{\"0\":\"3 4\"}}",
                "{\"rle\":[\"3 4\"],\"frames\":[\"3 4\"]}",
                "{\"rle\":[\"3 4\"],\"counts\":\"3 4\"}",
                "{\"counts\":\"3 4\",\"counts\":\"3 4\"}",
                "{\"0\":\"\",\"0\":\"3 4\"}",
                "[{\"counts\":\"3 4\",\"size\":[5]}]",
                "[{\"counts\":\"3 4\",\"size\":[5,0]}]",
                "[{\"counts\":\"3 4\",\"size\":[5,7]},{\"counts\":\"3 4\",\"size\":[7,5]}]",
                "{\"frames\":[{\"frame_index\":0,\"objects\":[]},{\"objects\":[]}]}"
            })
    void refusesWhatIsNoRleFile(String text) {
        assertThatThrownBy(() -> read(text, new ArrayList<>())).isInstanceOf(MalformedRleException.class);
    }

    @Test
    void saysAtWhichByteTheFileIsBroken() {
        assertThatThrownBy(() -> read("[\"3 4\",true]", new ArrayList<>()))
                .isInstanceOfSatisfying(
                        MalformedRleException.class, e -> assertThat(e.offset()).isEqualTo(7));
    }

    @Test
    void refusesDepthAndFramesBeyondTheLimits() {
        RleLimits limits = new RleLimits(8, 100, 100, 100, 2, 100);

        assertThatThrownBy(() -> read("[\"\",\"\",\"\"]", limits)).hasMessageContaining("more than 2 frames");
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(9) + "]".repeat(9) + "}", limits))
                .isInstanceOf(MalformedRleException.class);
        assertThatThrownBy(() -> read("[\"" + "1 ".repeat(100) + "\"]", limits))
                .isInstanceOf(MalformedRleException.class);
    }

    private static void read(String text, RleLimits limits) throws IOException {
        new RleFileReader(limits).read(stream(text), new EvidenceCollector(new FrameSize(7, 5)));
    }

    private static RleFileSummary read(String text, List<String> seen) throws IOException {
        return new RleFileReader().read(stream(text), new RleSink() {
            @Override
            public void frame(int frame) {
                seen.add("frame " + frame);
            }

            @Override
            public void segment(RawSegment segment) {
                seen.add(segment.frame() + ": " + segment.rle());
            }
        });
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
