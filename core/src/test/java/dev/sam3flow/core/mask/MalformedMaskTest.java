package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sam3flow.core.error.MalformedRleException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing broken is read as if it were a mask, and the error says where it is broken. */
class MalformedMaskTest {
    private static final FrameSize SIZE = new FrameSize(7, 5);

    /** Each text differs from a good one for 7 × 5 by one fault. */
    @ParameterizedTest
    @CsvSource({
        "622101OO2O3,       11, sum",
        "622101OO2O3O0,     12, exceed",
        "622101OO2O,        10, sum",
        "622101OO2O3_,      11, ends within",
        "6221/1OO2O3O,       4, not a character",
        "6221p1OO2O3O,       4, not a character",
        "622101OO2O3Op,     12, not a character",
        "622101OO2OPPPPPP0, 10, more than",
        "62210LOO2O3O,       5, negative",
        "O22101OO2O3O,       0, negative",
        "S2,                 0, exceed",
        "6221ppp,            4, not a character",
        "_,                  0, ends within",
        "6221Ω1OO2O3O,       4, not a character",
        "6221é1OO2O3O,       4, not a character",
        "' 62210',           0, not a character"
    })
    void cocoTextIsRefusedWithTheOffset(String text, long offset, String reason) {
        MalformedRleException error = catchThrowableOfType(MalformedRleException.class, () -> Mask.ofCoco(SIZE, text));
        assertThat(error).isNotNull();
        assertThat(error).hasMessageContaining(reason);
        assertThat(error.offset()).isEqualTo(offset);
    }

    @Test
    void theOffsetIsCountedFromTheStartOfTheSlice() {
        byte[] bytes = "xx622x".getBytes(StandardCharsets.US_ASCII);
        assertThat(catchThrowableOfType(MalformedRleException.class, () -> Mask.ofCoco(SIZE, bytes, 2, 6))
                        .offset())
                .isEqualTo(3);
    }

    @Test
    void aSliceIsReadWithoutItsSurroundings() {
        byte[] bytes = "oo622101OO2O3Ooo".getBytes(StandardCharsets.US_ASCII);
        assertThat(Mask.ofCoco(SIZE, bytes, 2, 14)).isEqualTo(Mask.ofCoco(SIZE, "622101OO2O3O"));
    }

    @Test
    void emptyTextAndNoNumbersAreAnEmptyMask() {
        assertThat(Mask.ofCoco(SIZE, "")).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.ofCounts(SIZE, new int[0], PixelOrder.ROW_MAJOR)).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.ofPairs(SIZE, new int[0], 0, 1, PixelOrder.ROW_MAJOR)).isEqualTo(Mask.empty(SIZE));
    }

    /** A run of no pixels is no run: readers that write them exist, and the picture is clear. */
    @Test
    void emptyRunsAreJoinedAway() {
        Mask mask = Mask.ofCounts(SIZE, new int[] {3, 4, 28}, PixelOrder.COLUMN_MAJOR);
        assertThat(Mask.ofCounts(SIZE, new int[] {1, 0, 2, 3, 0, 1, 28, 0}, PixelOrder.COLUMN_MAJOR))
                .isEqualTo(mask);
        assertThat(Mask.ofCounts(SIZE, new int[] {0, 0, 3, 4, 28}, PixelOrder.COLUMN_MAJOR))
                .isEqualTo(mask);
        // counts 3 0 0 4 28: from the fourth on the difference to the one two before
        assertThat(Mask.ofCoco(SIZE, "3004l0")).isEqualTo(mask);
    }

    static Stream<ThrowingCallable> badNumbers() {
        return Stream.of(
                () -> Mask.ofCounts(SIZE, new int[] {36}, PixelOrder.ROW_MAJOR),
                () -> Mask.ofCounts(SIZE, new int[] {34}, PixelOrder.ROW_MAJOR),
                () -> Mask.ofCounts(SIZE, new int[] {-1, 36}, PixelOrder.ROW_MAJOR),
                () -> Mask.ofCounts(SIZE, new int[] {35, 1}, PixelOrder.ROW_MAJOR),
                () -> Mask.ofCounts(SIZE, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {1}, 1, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {0, 1}, 2, 1, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {-1, 1}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {3, 0}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {3, -2}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {35, 1}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {36, 1}, 2, 1, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {34, 2}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {3, Integer.MAX_VALUE}, 2, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {Integer.MIN_VALUE, 1}, 2, 1, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {3, 4, 6, 1}, 4, 0, PixelOrder.ROW_MAJOR),
                () -> Mask.ofPairs(SIZE, new int[] {9, 1, 3, 1}, 4, 0, PixelOrder.ROW_MAJOR));
    }

    @ParameterizedTest
    @MethodSource("badNumbers")
    void numbersThatAreNoMaskAreRefused(ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(MalformedRleException.class);
    }

    @Test
    void theIndexOfTheWrongNumberIsNamed() {
        assertThat(offset(() -> Mask.ofCounts(SIZE, new int[] {3, 4, -1}, PixelOrder.ROW_MAJOR)))
                .isEqualTo(2);
        assertThat(offset(() -> Mask.ofCounts(SIZE, new int[] {3, 4}, PixelOrder.ROW_MAJOR)))
                .isEqualTo(2);
        assertThat(offset(() -> Mask.ofPairs(SIZE, new int[] {3, 4, 6, 1}, 4, 0, PixelOrder.ROW_MAJOR)))
                .isEqualTo(2);
        assertThat(offset(() -> Mask.ofPairs(SIZE, new int[] {3, 4, 8, 90}, 4, 0, PixelOrder.ROW_MAJOR)))
                .isEqualTo(3);
        assertThat(offset(() -> Mask.ofPairs(SIZE, new int[] {3, 4, 8}, 3, 0, PixelOrder.ROW_MAJOR)))
                .isEqualTo(3);
    }

    private static long offset(ThrowingCallable reading) {
        return catchThrowableOfType(MalformedRleException.class, reading).offset();
    }

    @Test
    void pairsThatTouchAreOneRunAndNumbersBeyondTheUsedOnesAreIgnored() {
        assertThat(Mask.ofPairs(SIZE, new int[] {3, 2, 5, 4, -7, -7}, 4, 0, PixelOrder.COLUMN_MAJOR))
                .isEqualTo(Mask.ofPairs(SIZE, new int[] {3, 6}, 2, 0, PixelOrder.COLUMN_MAJOR));
        assertThat(Mask.ofCounts(SIZE, new int[] {3, 6, 26, 99}, 3, PixelOrder.COLUMN_MAJOR))
                .isEqualTo(Mask.ofPairs(SIZE, new int[] {3, 6}, 2, 0, PixelOrder.COLUMN_MAJOR));
    }

    @Test
    void aBaseOtherThanZeroOrOneIsRefused() {
        assertThatThrownBy(() -> Mask.ofPairs(SIZE, new int[] {3, 2}, 2, 2, PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base 2");
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> Mask.ofBytes(SIZE, new byte[34], PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("35");
        assertThatThrownBy(() -> Mask.empty(SIZE).writeInto(new byte[36], PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class);
        BitSet beyond = new BitSet();
        beyond.set(35);
        assertThatThrownBy(() -> Mask.ofBits(SIZE, beyond, PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pixel 35");
        assertThatThrownBy(() -> Mask.ofBits(SIZE, new long[] {1L << 35}, PixelOrder.ROW_MAJOR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void masksOfDifferentFramesAreNotCompared() {
        Mask mask = Mask.full(SIZE);
        Mask other = Mask.full(SIZE.transposed());
        assertThatThrownBy(() -> mask.iou(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7x5 and 5x7");
        assertThatThrownBy(() -> mask.union(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "0,-1", "7,0", "0,5"})
    void pixelsOutsideOfTheFrameCannotBeAskedFor(int x, int y) {
        assertThatThrownBy(() -> Mask.full(SIZE).contains(x, y)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
