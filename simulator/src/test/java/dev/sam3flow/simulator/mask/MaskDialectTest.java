package dev.sam3flow.simulator.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.rle.Dialect;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskDialectTest {
    private static final String[] PICTURE = {"0011100", "0111110", "0111110", "0001000", "0000001"};

    /** The published vectors: one mask of five rows and seven columns in every dialect. */
    @ParameterizedTest
    @CsvSource({
        "PAIRS_ROW_0, 2 3 8 5 15 5 24 1 34 1",
        "PAIRS_ROW_1, 3 3 9 5 16 5 25 1 35 1",
        "PAIRS_COLUMN_0, 6 2 10 3 15 4 20 3 26 2 34 1",
        "PAIRS_COLUMN_1, 7 2 11 3 16 4 21 3 27 2 35 1",
        "COUNTS_ROW, 2 3 3 5 2 5 4 1 9 1",
        "COUNTS_COLUMN, 6 2 2 3 2 4 1 3 3 2 6 1",
        "COCO, 622101OO2O3O"
    })
    void writesTheKnownVectors(MaskDialect dialect, String text) {
        assertThat(dialect.write(picture())).isEqualTo(text);
    }

    /** The product's reader shares no code with this writer: that they agree is evidence for both. */
    @ParameterizedTest
    @EnumSource(MaskDialect.class)
    void theProductReadsWhatIsWritten(MaskDialect dialect) {
        Random random = new Random(dialect.ordinal());
        for (int round = 0; round < 200; round++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            RowRuns mask = random(random, width, height);

            Mask read = Dialect.valueOf(dialect.name()).decode(new FrameSize(width, height), dialect.write(mask));

            assertThat(read.toBits(PixelOrder.ROW_MAJOR)).isEqualTo(mask.bits());
        }
    }

    private static RowRuns picture() {
        BitSet bits = new BitSet();
        String pixels = String.join("", PICTURE);
        for (int p = 0; p < pixels.length(); p++) {
            bits.set(p, pixels.charAt(p) == '1');
        }
        return RowRuns.ofBits(7, 5, bits);
    }

    private static RowRuns random(Random random, int width, int height) {
        BitSet bits = new BitSet();
        double density = random.nextDouble();
        for (int p = 0; p < width * height; p++) {
            boolean goesOn = p > 0 && random.nextInt(3) > 0;
            bits.set(p, goesOn ? bits.get(p - 1) : random.nextDouble() < density);
        }
        return RowRuns.ofBits(width, height, bits);
    }
}
