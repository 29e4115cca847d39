package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.MalformedRleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The quick way through COCO text must take every text that is in order, and leave every other one to the careful way:
 * the masks that come out are the same either way, so only its own answer shows which way was taken.
 */
class CocoBlocksTest {
    private final Random random = new Random(11);

    /** Numbers of every length, from one character to the longest that a frame can need. */
    private Mask withRunsUpTo(FrameSize size, int longest) {
        List<Integer> counts = new ArrayList<>();
        counts.add(random.nextInt(longest));
        long sum = counts.get(0);
        while (sum < size.pixels() && counts.size() < 400) {
            int magnitude = 1 + random.nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(longest));
            int count = (int) Math.min(1L + random.nextInt(1 << Math.min(27, magnitude)), size.pixels() - sum);
            counts.add(count);
            sum += count;
        }
        if (sum < size.pixels()) {
            counts.add((int) (size.pixels() - sum));
        }
        return Mask.ofCounts(size, counts.stream().mapToInt(Integer::intValue).toArray(), PixelOrder.COLUMN_MAJOR);
    }

    private List<Mask> masks() {
        List<Mask> masks = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            masks.add(withRunsUpTo(new FrameSize(16_384, 16_384), 1 << 27));
            masks.add(withRunsUpTo(new FrameSize(1920, 1080), 1 << 12));
            masks.add(withRunsUpTo(new FrameSize(300, 200), 12));
            masks.add(withRunsUpTo(new FrameSize(7, 5), 3));
        }
        return masks;
    }

    @Test
    void textInOrderIsReadTheQuickWay() {
        for (Mask mask : masks()) {
            byte[] text = ("##" + mask.toCoco() + "########").getBytes(StandardCharsets.US_ASCII);
            int to = text.length - 8;
            int[] ends = new int[CocoText.room(text.length)];
            int count = CocoBlocks.readEnds(text, 2, to, mask.size().pixels(), ends);
            assertThat(count).isEqualTo(mask.runCount());
            assertThat(Arrays.copyOf(ends, count)).isEqualTo(Arrays.copyOf(mask.runEnds(), count));
        }
    }

    @Test
    void countsAreWrittenAsTheReferenceWritesThem() {
        for (Mask mask : masks()) {
            StringBuilder expected = new StringBuilder();
            int[] counts = mask.counts();
            for (int i = 0; i < counts.length; i++) {
                expected.append(ReferenceCoco.encode(i > 2 ? counts[i] - counts[i - 2] : counts[i]));
            }
            assertThat(mask.toCoco()).isEqualTo(expected.toString());
        }
    }

    /** One character changed, doubled or dropped, anywhere. */
    @Test
    void textOutOfOrderIsLeftToTheCarefulWay() {
        for (Mask mask : masks()) {
            byte[] text = mask.toCoco().getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                compare(mask.size(), damaged(text));
            }
        }
    }

    private byte[] damaged(byte[] text) {
        byte[] damaged = text.clone();
        int at = random.nextInt(text.length);
        switch (random.nextInt(4)) {
            case 0 -> damaged[at] = (byte) random.nextInt(256);
            case 1 -> damaged[at] = (byte) ('0' + random.nextInt(64));
            case 2 -> damaged[at] ^= 32;
            default -> damaged = Arrays.copyOf(text, at);
        }
        return damaged;
    }

    private static void compare(FrameSize size, byte[] text) {
        int[] ends = new int[CocoText.room(text.length)];
        int count = CocoBlocks.readEnds(text, 0, text.length, size.pixels(), ends);
        int[] careful;
        try {
            careful = CarefulCocoText.decode(text, 0, text.length, size);
        } catch (MalformedRleException e) {
            assertThat(count).as(e.getMessage()).isEqualTo(-1);
            return;
        }
        if (count >= 0) {
            assertThat(Arrays.copyOf(ends, count)).isEqualTo(Arrays.copyOf(careful, count));
            assertThat(careful.length - count).isBetween(0, 1);
        }
    }

    /** Sums that are right only modulo 2^32, or with a negative run in between. */
    @Test
    void aSumThatIsRightByOverflowIsNotRight() {
        FrameSize size = new FrameSize(16_384, 16_384);
        StringBuilder text = new StringBuilder();
        long sum = 0;
        int largest = (1 << 28) - 1;
        List<Long> counts = new ArrayList<>();
        while (sum + largest < (1L << 32) + size.pixels()) {
            counts.add((long) largest);
            sum += largest;
        }
        counts.add((1L << 32) + size.pixels() - sum);
        for (int i = 0; i < counts.size(); i++) {
            text.append(ReferenceCoco.encode(i > 2 ? counts.get(i) - counts.get(i - 2) : counts.get(i)));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(CocoBlocks.readEnds(bytes, 0, bytes.length, size.pixels(), new int[100]))
                .isEqualTo(-1);
    }

    @Test
    void numbersOfMoreThanSixCharactersAreRefusedWhereverTheyStand() {
        String good = "622101OO2O3O";
        for (int at = 0; at <= good.length(); at++) {
            byte[] text = (good.substring(0, at) + "PPPPPP0" + good.substring(at)).getBytes(StandardCharsets.US_ASCII);
            assertThat(CocoBlocks.readEnds(text, 0, text.length, 35, new int[100]))
                    .isEqualTo(-1);
        }
    }

    /** Groups that say nothing make a number longer than any may be, wherever a block of eight characters begins. */
    @Test
    void anyNumberMadeTooLongIsLeftToTheCarefulWay() {
        FrameSize size = new FrameSize(7, 5);
        String text = Mask.ofCounts(size, new int[] {3, 4, 2, 5, 6, 7, 5, 3}, PixelOrder.COLUMN_MAJOR)
                .toCoco();
        for (int at = 0; at < text.length(); at++) {
            int group = text.charAt(at) - '0';
            String longer = (char) (text.charAt(at) + 32) + (group < 16 ? "PPPPP0" : "oooooO");
            compare(
                    size,
                    (text.substring(0, at) + longer.substring(1) + text.substring(at + 1))
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] bytes =
                    (text.substring(0, at) + longer + text.substring(at + 1)).getBytes(StandardCharsets.US_ASCII);
            assertThat(CocoBlocks.readEnds(bytes, 0, bytes.length, size.pixels(), new int[100]))
                    .isEqualTo(-1);
        }
    }
}
