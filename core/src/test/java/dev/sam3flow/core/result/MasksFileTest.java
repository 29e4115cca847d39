package dev.sam3flow.core.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasksFileTest {
    private static final FrameSize SIZE = new FrameSize(7, 5);
    private static final Video VIDEO = ResultFixtures.aVideo(3, SIZE);
    private static final MasksHeader HEADER = new MasksHeader(
            VideoFacts.of(VIDEO),
            new Prompts(
                    List.of("man", "Şapka \"x\""),
                    List.of(new PointPrompt(1, 2, false)),
                    List.of(new BoxPrompt(0, 0, 3, 3))),
            List.of(new Track(1, "man", 0, 2, 2, true)),
            new Provenance(
                    true,
                    "pairs-row-1",
                    ResultFixtures.aPlan(3, 1, 0, 2).chunks(),
                    List.of(new Gap(1, new FrameRange(2, 3)))));
    private static final List<FrameSegments> FRAMES = List.of(
            new FrameSegments(0, 0, List.of(new Segment(1, "man", ResultFixtures.aMask(SIZE, 1, 1, 3, 2), 0.5))),
            new FrameSegments(1, 100_000, List.of()),
            new FrameSegments(2, 200_000, List.of(new Segment(1, "man", Mask.full(SIZE), null))));

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        byte[] file = written(HEADER, FRAMES);

        try (MasksReader reader = new MasksReader(new ByteArrayInputStream(file))) {
            assertThat(reader.header()).isEqualTo(HEADER);
            assertThat(allFrames(reader)).isEqualTo(FRAMES);
        }
    }

    @Test
    void aFrameIsOneLineAsDocumented() throws IOException {
        String[] lines = new String(written(HEADER, FRAMES), StandardCharsets.UTF_8).split("\n", -1);

        assertThat(lines).hasSize(1 + 3 + 1);
        assertThat(lines[0]).startsWith("{\"schema\":\"sam3flow.masks/1\",\"video\":{");
        assertThat(lines[1])
                .isEqualTo(
                        "{\"frame\":0,\"pts\":0,\"segments\":[{\"track\":1,\"label\":\"man\",\"rle\":{\"size\":[5,7],"
                                + "\"counts\":\""
                                + FRAMES.get(0).segments().get(0).mask().toCoco()
                                + "\"},\"bbox\":[1,1,3,2],\"area\":6,\"score\":0.5}]}");
        assertThat(lines[2]).isEqualTo("{\"frame\":1,\"pts\":100000,\"segments\":[]}");
        assertThat(lines[4]).isEmpty();
    }

    @Test
    void aWriterTakesFramesInOrderAndAllOfThem() throws IOException {
        try (MasksWriter writer = new MasksWriter(new ByteArrayOutputStream(), HEADER)) {
            writer.write(FRAMES.get(0));
            assertThatThrownBy(() -> writer.write(FRAMES.get(2))).hasMessage("frame 2 where frame 1 of 3 is next");
            assertThatThrownBy(writer::finish).hasMessage("1 frames written of 3");
        }
    }

    @Test
    void aMaskOfAnotherSizeIsNotWritten() throws IOException {
        Mask other = Mask.full(new FrameSize(5, 7));
        try (MasksWriter writer = new MasksWriter(new ByteArrayOutputStream(), HEADER)) {
            FrameSegments frame = new FrameSegments(0, 0, List.of(new Segment(1, "man", other, null)));
            assertThatThrownBy(() -> writer.write(frame)).hasMessage("frame 0: a mask of 5x7 in a video of 7x5");
        }
    }

    @Test
    void brokenFilesAreRefusedWithTheirLine() throws IOException {
        String whole = new String(written(HEADER, FRAMES), StandardCharsets.UTF_8);
        refused("", "masks.jsonl is empty: its first line must be the header");
        refused(
                "{\"schema\":\"other/9\"}\n",
                "line 1: schema 'other/9' is not known; this version reads sam3flow.masks/1");
        refused(whole.replace("{\"frame\":1,", "{\"frame\":2,"), "masks.jsonl line 3: frame 2 where frame 1 is next");
        refused(
                whole.substring(0, whole.lastIndexOf("{\"frame\":2")),
                "the file ends after 2 frames, its header says 3");
        refused(whole + "{}\n", "the file goes on after 3 frames, its header says 3");
        refused(whole.substring(0, whole.length() - 10), "masks.jsonl line 4");
        refused(whole.replace("\"size\":[5,7]", "\"size\":[7,5]"), "a mask of 5x7 in a video of 7x5");
        refused(
                whole.replace("\"track\":1,\"label\":\"man\",\"rle\"", "\"label\":\"man\",\"rle\""),
                "line 2: a segment");
        refused(whole.replace("\"frames\":3", "\"frames\":\"3\""), "line 1, video: frames is not what it should be");
        refused(whole.replace("\"counts\":\"", "\"counts\":\"~"), "masks.jsonl line 2: RLE at offset 0");
    }

    private static void refused(String file, String message) {
        assertThatThrownBy(() -> {
                    try (MasksReader reader =
                            new MasksReader(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))) {
                        allFrames(reader);
                    }
                })
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private static byte[] written(MasksHeader header, List<FrameSegments> frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MasksWriter writer = new MasksWriter(out, header)) {
            for (FrameSegments frame : frames) {
                writer.write(frame);
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    private static List<FrameSegments> allFrames(MasksReader reader) throws IOException {
        List<FrameSegments> frames = new ArrayList<>();
        FrameSegments frame = reader.next();
        while (frame != null) {
            frames.add(frame);
            frame = reader.next();
        }
        return frames;
    }
}
