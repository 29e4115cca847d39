package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** Texts from anywhere in each dialect of numbers: the pixels that a plain reading draws, or refused with an offset. */
@Tag("fuzz")
class DialectTextFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 500_000)
    void numbersInTextAreReadPixelByPixelOrRefused(byte[] input) {
        if (input.length < 2) {
            return;
        }
        FrameSize size = new FrameSize(1 + (input[0] & 31), 1 + (input[1] & 31));
        String text = new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1);
        for (Dialect dialect : Dialect.values()) {
            if (dialect != Dialect.COCO) {
                compare(dialect, size, text);
            }
        }
    }

    private static void compare(Dialect dialect, FrameSize size, String text) {
        byte[] expected = pixels(dialect, size, text);
        try {
            Mask mask = dialect.decode(size, text);
            assertThat(expected).as("%s accepts \"%s\"", dialect, text).isNotNull();
            assertThat(mask.toBytes(dialect.order())).isEqualTo(expected);
        } catch (MalformedRleException e) {
            assertThat(expected)
                    .as("%s refuses \"%s\": %s", dialect, text, e.getMessage())
                    .isNull();
            assertThat(e.offset()).isBetween(0L, (long) text.length());
        }
    }

    /** What the text draws, read in the most obvious way; null if it is no mask. */
    private static byte @Nullable [] pixels(Dialect dialect, FrameSize size, String text) {
        byte[] pixels = new byte[size.pixels()];
        String[] words = Arrays.stream(text.split("[ \t\n\r]+"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        if (!Arrays.stream(words).allMatch(word -> word.matches("[0-9]+"))) {
            return null;
        }
        boolean pairs = dialect.optionName().startsWith("pairs");
        if (pairs && words.length % 2 == 1) {
            return null;
        }
        int position = 0;
        for (int i = 0; i < words.length; i++) {
            String digits = words[i].replaceFirst("^0+(?=.)", "");
            if (digits.length() > 6) {
                return null;
            }
            int number = Integer.parseInt(digits);
            if (pairs && i % 2 == 0) {
                int start = number - dialect.base();
                if (start < position) {
                    return null;
                }
                position = start;
                continue;
            }
            if (position + number > pixels.length || pairs && number == 0) {
                return null;
            }
            Arrays.fill(pixels, position, position + number, (byte) (i % 2));
            position += number;
        }
        return pairs || words.length == 0 || position == pixels.length ? pixels : null;
    }
}
