package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One small mask in every dialect, worked out by hand from the definitions. */
class ContractVectorsTest {
    private static final Picture PICTURE = Picture.ofRows("0011100", "0111110", "0111110", "0001000", "0000001");
    private static final Mask MASK = PICTURE.mask();
    private static final int[][] PAIRS = {
        {2, 3, 8, 5, 15, 5, 24, 1, 34, 1},
        {3, 3, 9, 5, 16, 5, 25, 1, 35, 1},
        {6, 2, 10, 3, 15, 4, 20, 3, 26, 2, 34, 1},
        {7, 2, 11, 3, 16, 4, 21, 3, 27, 2, 35, 1}
    };
    private static final int[] ROW_COUNTS = {2, 3, 3, 5, 2, 5, 4, 1, 9, 1};
    private static final int[] COLUMN_COUNTS = {6, 2, 2, 3, 2, 4, 1, 3, 3, 2, 6, 1};
    private static final String COCO = "622101OO2O3O";

    @Test
    void isWrittenInEveryDialect() {
        assertThat(MASK.area()).isEqualTo(15);
        assertThat(MASK.pairs(0, PixelOrder.ROW_MAJOR)).isEqualTo(PAIRS[0]);
        assertThat(MASK.pairs(1, PixelOrder.ROW_MAJOR)).isEqualTo(PAIRS[1]);
        assertThat(MASK.pairs(0, PixelOrder.COLUMN_MAJOR)).isEqualTo(PAIRS[2]);
        assertThat(MASK.pairs(1, PixelOrder.COLUMN_MAJOR)).isEqualTo(PAIRS[3]);
        assertThat(MASK.counts(PixelOrder.ROW_MAJOR)).isEqualTo(ROW_COUNTS);
        assertThat(MASK.counts(PixelOrder.COLUMN_MAJOR)).isEqualTo(COLUMN_COUNTS);
        assertThat(MASK.toCoco()).isEqualTo(COCO);
    }

    @Test
    void isReadFromEveryDialect() {
        FrameSize size = new FrameSize(7, 5);
        for (int i = 0; i < PAIRS.length; i++) {
            PixelOrder order = i < 2 ? PixelOrder.ROW_MAJOR : PixelOrder.COLUMN_MAJOR;
            assertThat(Mask.ofPairs(size, PAIRS[i], PAIRS[i].length, i & 1, order))
                    .isEqualTo(MASK);
        }
        assertThat(Mask.ofCounts(size, ROW_COUNTS, PixelOrder.ROW_MAJOR)).isEqualTo(MASK);
        assertThat(Mask.ofCounts(size, COLUMN_COUNTS, PixelOrder.COLUMN_MAJOR)).isEqualTo(MASK);
        assertThat(Mask.ofCoco(size, COCO)).isEqualTo(MASK);
    }
}
