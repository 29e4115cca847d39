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
                List.of(RleLayout.JSON_LINES, "\"3 4\"\n\"\"\n\"9 1\""));
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

    @Test
    void readsOneMaskAlone() throws IOException {
        List<String> seen = new ArrayList<>();

        RleFileSummary summary = read("\"3 4\"", seen);

        assertThat(seen).containsExactly("frame 0", "0: 3 4");
        assertThat(summary.layout()).isEqualTo(RleLayout.SINGLE_FRAME);
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
