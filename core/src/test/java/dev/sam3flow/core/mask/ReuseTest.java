package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MalformedRleException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is used again must not show what it held before. */
class ReuseTest {
    private static final FrameSize SIZE = new FrameSize(70, 90);
    private final Random random = new Random(7);

    private Mask next() {
        return Picture.random(random, SIZE.width(), SIZE.height()).mask();
    }

    @Test
    void aBufferHoldsWhatWasReadLast() {
        RunBuffer buffer = new RunBuffer();
        byte[] pixels = new byte[SIZE.pixels()];
        long[] words = new long[SIZE.pixels() / 64 + 2];
        for (int i = 0; i < 200; i++) {
            Mask mask = next();
            byte[] text = ("#" + mask.toCoco() + "#").getBytes(StandardCharsets.US_ASCII);
            buffer.readCoco(SIZE, text, 1, text.length - 1);
            assertThat(buffer.toMask()).isEqualTo(mask);
            assertThat(buffer.size()).isEqualTo(SIZE);
            assertThat(buffer.area()).isEqualTo(mask.area());
            assertThat(buffer.boundingBox()).isEqualTo(mask.boundingBox());
            Arrays.fill(words, -1L);
            buffer.writeInto(words);
            assertThat(BitSet.valueOf(words)).isEqualTo(mask.toBits(PixelOrder.COLUMN_MAJOR));
            for (PixelOrder order : PixelOrder.values()) {
                Arrays.fill(pixels, (byte) 9);
                buffer.writeInto(pixels, order);
                assertThat(pixels).isEqualTo(mask.toBytes(order));
            }
        }
    }

    @Test
    void aBufferWritesTheTextOfWhatItHolds() {
        RunBuffer buffer = new RunBuffer();
        for (int i = 0; i < 200; i++) {
            Mask mask = i % 50 == 0 ? Mask.full(SIZE) : next();
            buffer.set(mask);
            byte[] text = new byte[3 + buffer.roomForCoco()];
            int end = buffer.writeCoco(text, 3);
            assertThat(new String(text, 3, end - 3, StandardCharsets.US_ASCII)).isEqualTo(mask.toCoco());
        }
    }

    @Test
    void theTextOfAJsonStringHasItsBackslashesDoubled() {
        FrameSize large = new FrameSize(1 << 14, 1 << 14);
        int backslashes = 0;
        for (int i = 0; i < 400; i++) {
            int run = 1 + random.nextInt(1 << 1 + i % 25);
            Mask mask = i % 2 == 0
                    ? next()
                    : Mask.ofCounts(
                            large, new int[] {i, run, 2 * run, large.pixels() - 3 * run - i}, PixelOrder.COLUMN_MAJOR);
            byte[] text = new byte[2 + mask.roomForCocoJson()];
            int end = mask.writeCocoJson(text, 2);
            String escaped = mask.toCoco().replace("\\", "\\\\");
            backslashes += escaped.length() - mask.toCoco().length();
            assertThat(new String(text, 2, end - 2, StandardCharsets.US_ASCII)).isEqualTo(escaped);
        }
        assertThat(backslashes).isGreaterThan(100);
    }

    @Test
    void aNewBufferHoldsAnEmptyMaskAndBrokenTextIsRefused() {
        RunBuffer buffer = new RunBuffer();
        assertThat(buffer.toMask()).isEqualTo(Mask.empty(new FrameSize(1, 1)));
        assertThatThrownBy(() -> buffer.readCoco(SIZE, new byte[] {'!'}, 0, 1))
                .isInstanceOf(MalformedRleException.class);
        assertThatThrownBy(() -> buffer.writeInto(new byte[2], PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.writeInto(new long[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReusedFrameShowsOneMaskAfterTheOther() {
        for (PixelOrder order : PixelOrder.values()) {
            ReusedFrame frame = new ReusedFrame(SIZE, order);
            for (int i = 0; i < 100; i++) {
                Mask mask = i % 9 == 8 ? Mask.empty(SIZE) : next();
                assertThat(frame.show(mask)).isEqualTo(mask.toBytes(order));
            }
        }
        assertThatThrownBy(() -> new ReusedFrame(SIZE, PixelOrder.ROW_MAJOR).show(Mask.empty(SIZE.transposed())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("90x70");
    }

    /** More pixels than are cleared at once. */
    @Test
    void aLargeFrameIsDrawnWhole() {
        Picture picture = Picture.of(900, 700, (x, y) -> (x / 300 + y / 250) % 2 == 1 || x == y);
        byte[] pixels = new byte[900 * 700];
        for (PixelOrder order : PixelOrder.values()) {
            Arrays.fill(pixels, (byte) 5);
            picture.mask().writeInto(pixels, order);
            assertThat(pixels).isEqualTo(picture.bytes(order));
        }
    }
}
