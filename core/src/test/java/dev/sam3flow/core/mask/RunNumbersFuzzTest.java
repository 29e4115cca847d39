package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sam3flow.core.error.MalformedRleException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** Numbers from anywhere: they are the mask that they describe pixel by pixel, or refused with an index among them. */
@Tag("fuzz")
class RunNumbersFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 1_000_000)
    void numbersAreReadPixelByPixelOrRefused(byte[] input) {
        if (input.length < 4) {
            return;
        }
        FrameSize size = new FrameSize(1 + (input[0] & 31), 1 + (input[1] & 31));
        PixelOrder order = PixelOrder.values()[input[2] & 1];
        int base = input[2] >> 1 & 1;
        int[] numbers = numbers(input, (input[2] & 4) != 0);
        byte[] fromCounts = pixels(size, numbers, false, 0);
        compare(fromCounts, size, order, numbers, () -> Mask.ofCounts(size, numbers, order));
        byte[] fromPairs = pixels(size, numbers, true, base);
        compare(fromPairs, size, order, numbers, () -> Mask.ofPairs(size, numbers, numbers.length, base, order));
    }

    private interface Reading {
        Mask read();
    }

    private static void compare(byte[] expected, FrameSize size, PixelOrder order, int[] numbers, Reading reading) {
        try {
            Mask mask = reading.read();
            assertThat(expected).as("accepted").isNotNull();
            assertThat(mask.toBytes(order)).isEqualTo(expected);
            assertThat(mask).isEqualTo(Mask.ofBytes(size, expected, order));
        } catch (MalformedRleException e) {
            assertThat(expected).as("refused: %s", e.getMessage()).isNull();
            assertThat(e.offset()).isBetween(0L, (long) numbers.length);
        }
    }

    private static int[] numbers(byte[] input, boolean large) {
        ByteBuffer bytes = ByteBuffer.wrap(input, 3, input.length - 3);
        int[] numbers = new int[large ? bytes.remaining() / 4 : bytes.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = large ? bytes.getInt() : bytes.get();
        }
        return numbers;
    }

    /** What the numbers draw, or null when they are no mask. */
    private static byte[] pixels(FrameSize size, int[] numbers, boolean pairs, int base) {
        byte[] pixels = new byte[size.pixels()];
        if (pairs && numbers.length % 2 != 0) {
            return null;
        }
        long position = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (pairs && i % 2 == 0) {
                if (numbers[i] < position + base) {
                    return null;
                }
                position = (long) numbers[i] - base;
                continue;
            }
            int least = pairs ? 1 : 0;
            if (numbers[i] < least || position + numbers[i] > pixels.length) {
                return null;
            }
            for (int k = 0; k < numbers[i]; k++) {
                pixels[(int) position++] = (byte) (i % 2);
            }
        }
        return pairs || numbers.length == 0 || position == pixels.length ? pixels : null;
    }
}
