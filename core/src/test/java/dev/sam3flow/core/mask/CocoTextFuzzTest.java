package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sam3flow.core.error.MalformedRleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** COCO text from anywhere: it is read as the reference reads it, or refused with an offset within it. */
@Tag("fuzz")
class CocoTextFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 1_000_000)
    void textIsReadAsTheReferenceReadsItOrRefused(byte[] input) {
        if (input.length < 2) {
            return;
        }
        FrameSize size = new FrameSize(1 + (input[0] & 63), 1 + (input[1] & 63));
        String text = new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1);
        compare(size, text);
        compare(size, completed(size, text));
    }

    private static void compare(FrameSize size, String text) {
        Optional<Picture> expected = ReferenceCoco.picture(size, text);
        try {
            Mask mask = Mask.ofCoco(size, text);
            assertThat(expected).as("accepted").isPresent();
            assertThat(mask).isEqualTo(expected.get().mask());
        } catch (MalformedRleException e) {
            assertThat(expected).as("refused: %s", e.getMessage()).isEmpty();
            assertThat(e.offset()).isBetween(0L, (long) text.length());
        }
    }

    /** The text with one more count, so that the sum is right: most random text fails by its sum alone. */
    private static String completed(FrameSize size, String text) {
        Optional<List<Long>> read = ReferenceCoco.counts(text);
        if (read.isEmpty()) {
            return text;
        }
        List<Long> counts = read.get();
        long rest = size.pixels() - counts.stream().mapToLong(Long::longValue).sum();
        return text + ReferenceCoco.encode(counts.size() >= 3 ? rest - counts.get(counts.size() - 2) : rest);
    }
}
