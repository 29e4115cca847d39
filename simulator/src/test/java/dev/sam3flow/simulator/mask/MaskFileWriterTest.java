package dev.sam3flow.simulator.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskFileWriterTest {
    private static final ObjectMask LEFT = new ObjectMask(1, RowRuns.of(8, 4, 1, 2, 9, 2));
    private static final ObjectMask RIGHT = new ObjectMask(2, RowRuns.of(8, 4, 5, 2, 14, 1));

    @Test
    void theMostLikelyLayoutIsAListOfTexts() throws IOException {
        assertThat(write(MaskLayout.STRINGS)).isEqualTo("[\"2 2 6 2 10 2 15 1\",\"\",\"6 2 15 1\"]");
    }

    @Test
    void framesHoldObjectsByTheirNumber() throws IOException {
        assertThat(write(MaskLayout.FRAMES_OBJECTS))
                .startsWith("{\"frames\":[{\"frame_index\":0,\"objects\":[{\"object_id\":1,\"rle\":\"2 2 10 2\"}")
                .endsWith("],\"width\":8,\"height\":4,\"num_frames\":3}");
    }

    /** Read by the product, which shares no code with this writer. */
    @ParameterizedTest
    @EnumSource
    void theProductReadsEveryLayout(MaskLayout layout) throws IOException {
        List<List<Integer>> areas = new ArrayList<>();

        RleFileSummary summary = new RleFileReader()
                .read(
                        new ByteArrayInputStream(write(layout).getBytes(StandardCharsets.UTF_8)),
                        new AreasByFrame(areas));

        boolean apart = layout == MaskLayout.FRAMES_OBJECTS || layout == MaskLayout.FRAMES_TRACKS;
        assertThat(areas).containsExactly(apart ? List.of(4, 3) : List.of(7), List.of(), List.of(3));
        assertThat(summary.frames()).isEqualTo(3);
    }

    private static String write(MaskLayout layout) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MaskFileWriter writer = new MaskFileWriter(out, layout, MaskDialect.PAIRS_ROW_1, 8, 4)) {
            writer.frame(List.of(LEFT, RIGHT));
            writer.frame(List.of());
            writer.frame(List.of(RIGHT));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private record AreasByFrame(List<List<Integer>> areas) implements RleSink {
        @Override
        public void frame(int frame) {
            areas.add(new ArrayList<>());
        }

        @Override
        public void segment(RawSegment segment) {
            areas.get(areas.size() - 1)
                    .add(Dialect.PAIRS_ROW_1
                            .decode(new FrameSize(8, 4), segment.rle())
                            .area());
        }
    }
}
