package dev.sam3flow.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.track.FrameSegments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** {@code masks.jsonl} from anywhere: refused with its line, or the same after it was written again. */
@Tag("fuzz")
class MasksFileFuzzTest {
    private static final int MOST_FRAMES = 50;

    private record Content(MasksHeader header, List<FrameSegments> frames) {}

    @FuzzTest(maxDuration = "20m", maxExecutions = 300_000)
    void filesAreRefusedWithTheirLineOrComeBackAsTheyWereRead(byte[] input) throws IOException {
        Content content;
        try {
            content = read(input);
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).matches("(?s).*(line \\d+|is empty).*");
            return;
        }
        if (content.frames().size() < MOST_FRAMES) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (MasksWriter writer = new MasksWriter(out, content.header())) {
                for (FrameSegments frame : content.frames()) {
                    writer.write(frame);
                }
                writer.finish();
            }
            assertThat(read(out.toByteArray())).isEqualTo(content);
        }
    }

    private static Content read(byte[] file) throws IOException {
        List<FrameSegments> frames = new ArrayList<>();
        try (MasksReader reader = new MasksReader(new ByteArrayInputStream(file))) {
            FrameSegments frame = reader.next();
            while (frame != null && frames.size() < MOST_FRAMES) {
                frames.add(frame);
                frame = reader.next();
            }
            return new Content(reader.header(), frames);
        }
    }
}
