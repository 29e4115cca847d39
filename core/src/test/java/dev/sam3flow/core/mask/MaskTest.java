package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    private static final FrameSize SIZE = new FrameSize(7, 5);

    @Test
    void anEmptyMaskHasNothingAndAFullOneEverything() {
        assertThat(Mask.empty(SIZE).area()).isZero();
        assertThat(Mask.empty(SIZE).boundingBox()).isEqualTo(Box.EMPTY);
        assertThat(Mask.empty(SIZE).toCoco()).isEqualTo("S1");
        assertThat(Mask.full(SIZE).area()).isEqualTo(35);
        assertThat(Mask.full(SIZE).boundingBox()).isEqualTo(SIZE.box());
        assertThat(Mask.full(SIZE).toCoco()).isEqualTo("0S1");
        assertThat(Mask.full(SIZE).complement()).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.empty(SIZE).complement()).isEqualTo(Mask.full(SIZE));
    }

    @Test
    void aBoxIsDrawnAsFarAsItLiesInTheFrame() {
        assertThat(Mask.ofBox(SIZE, new Box(2, 1, 3, 2)))
                .isEqualTo(Picture.ofRows("0000000", "0011100", "0011100", "0000000", "0000000")
                        .mask());
        assertThat(Mask.ofBox(SIZE, new Box(-2, 3, 3, 9)).boundingBox()).isEqualTo(new Box(0, 3, 1, 2));
        assertThat(Mask.ofBox(SIZE, new Box(7, 0, 3, 3))).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.ofBox(SIZE, SIZE.box())).isEqualTo(Mask.full(SIZE));
    }

    @Test
    void severalMasksAreCombinedAtOnce() {
        Mask a = Mask.ofBox(SIZE, new Box(0, 0, 3, 5));
        Mask b = Mask.ofBox(SIZE, new Box(2, 0, 3, 5));
        Mask c = Mask.ofBox(SIZE, new Box(2, 2, 5, 1));
        assertThat(a.union(b, c)).isEqualTo(a.union(b).union(c));
        assertThat(a.intersection(b, c)).isEqualTo(Mask.ofBox(SIZE, new Box(2, 2, 1, 1)));
        assertThat(a.difference(b, c)).isEqualTo(Mask.ofBox(SIZE, new Box(0, 0, 2, 5)));
        assertThat(a.union()).isEqualTo(a);
    }

    @Test
    void drawingOverwritesWhatTheArrayHeld() {
        byte[] pixels = new byte[35];
        java.util.Arrays.fill(pixels, (byte) 9);
        Mask.ofBox(SIZE, new Box(0, 0, 1, 1)).writeInto(pixels, PixelOrder.ROW_MAJOR);
        byte[] expected = new byte[35];
        expected[0] = 1;
        assertThat(pixels).isEqualTo(expected);
    }

    @Test
    void aMaskTellsItsSizeAreaAndBox() {
        assertThat(Mask.ofBox(SIZE, new Box(2, 1, 3, 2))).hasToString("Mask[7x5, area 6, box 2,1 3x2]");
    }

    @Test
    void masksOfDifferentFramesDiffer() {
        assertThat(Mask.empty(new FrameSize(2, 6))).isNotEqualTo(Mask.empty(new FrameSize(3, 4)));
        assertThat(Mask.empty(new FrameSize(2, 6)).hashCode())
                .isNotEqualTo(Mask.empty(new FrameSize(3, 4)).hashCode());
        assertThat(Mask.empty(SIZE)).isNotEqualTo("S1");
    }

    @Test
    void anEmptyMaskHasNoCentroid() {
        assertThatThrownBy(() -> Mask.empty(SIZE).centroid()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1,0,2,2", "0,-1,2,2", "6,0,2,2", "0,4,2,2", "1,1,0,2", "1,1,2,0"})
    void cropsMustLieInTheFrame(int x, int y, int width, int height) {
        assertThatThrownBy(() -> Mask.full(SIZE).crop(new Box(x, y, width, height)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7x5");
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,0", "0,-1,0,0", "0,0,-1,0", "0,0,0,-1"})
    void marginsMustNotBeNegative(int left, int top, int right, int bottom) {
        assertThatThrownBy(() -> Mask.full(SIZE).pad(left, top, right, bottom))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crop");
    }

    @Test
    void whatIsMovedOutOfTheFrameIsLost() {
        assertThat(Mask.full(SIZE).translate(7, 0)).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.full(SIZE).translate(0, -5)).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.full(SIZE).translate(Integer.MAX_VALUE, 0)).isEqualTo(Mask.empty(SIZE));
        assertThat(Mask.full(SIZE).translate(-6, 4)).isEqualTo(Mask.ofBox(SIZE, new Box(0, 4, 1, 1)));
    }

    /** Every pixel differs from its neighbour, all over a large frame. */
    @Test
    void stripesOfALargeFrameReadBackAlongTheRows() {
        Picture picture = Picture.of(1500, 900, (x, y) -> x % 2 == 1);
        assertThat(picture.mask().toBytes(PixelOrder.ROW_MAJOR)).isEqualTo(picture.bytes(PixelOrder.ROW_MAJOR));
        assertThat(picture.mask().toBytes(PixelOrder.COLUMN_MAJOR)).isEqualTo(picture.bytes(PixelOrder.COLUMN_MAJOR));
        assertThat(picture.mask().transpose().toBytes(PixelOrder.ROW_MAJOR))
                .isEqualTo(picture.bytes(PixelOrder.COLUMN_MAJOR));
    }
}
