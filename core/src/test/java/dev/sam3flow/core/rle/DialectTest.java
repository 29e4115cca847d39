package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {
    private static final FrameSize SIZE = new FrameSize(7, 5);
    private static final String PICTURE = "0011100 0111110 0111110 0001000 0000001";

    /** One mask of 5 rows and 7 columns as the provider's contract writes it in each dialect. */
    @ParameterizedTest
    @CsvSource({
        "pairs-row-0,    2 3 8 5 15 5 24 1 34 1",
        "pairs-row-1,    3 3 9 5 16 5 25 1 35 1",
        "pairs-column-0, 6 2 10 3 15 4 20 3 26 2 34 1",
        "pairs-column-1, 7 2 11 3 16 4 21 3 27 2 35 1",
        "counts-row,     2 3 3 5 2 5 4 1 9 1",
        "counts-column,  6 2 2 3 2 4 1 3 3 2 6 1",
        "coco,           622101OO2O3O"
    })
    void writesAndReadsTheGoldenVectors(String option, String text) {
        Dialect dialect = Dialect.ofOption(option);

        Mask mask = dialect.decode(SIZE, text);

        assertThat(mask).isEqualTo(picture());
        assertThat(dialect.encode(picture())).isEqualTo(text);
    }

    /** The reference draws pixel by pixel and shares no code with either side. */
    @ParameterizedTest
    @EnumSource
    void readsBackWhatItWrites(Dialect dialect) {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            FrameSize size = new FrameSize(1 + random.nextInt(40), 1 + random.nextInt(40));
            byte[] pixels = new byte[size.pixels()];
            double density = random.nextDouble();
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (random.nextDouble() < density ? 1 : 0);
            }
            Mask mask = Mask.ofBytes(size, pixels, PixelOrder.ROW_MAJOR);

            Mask again = dialect.decode(size, dialect.encode(mask));

            assertThat(again.toBytes(PixelOrder.ROW_MAJOR)).isEqualTo(pixels);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsTextWithoutNumbersAsAnEmptyMask(Dialect dialect) {
        assertThat(dialect.decode(SIZE, "")).isEqualTo(Mask.empty(SIZE));
        assertThat(dialect.decode(SIZE, " \n")).isEqualTo(Mask.empty(SIZE));
        assertThat(dialect.decode(SIZE, RawRle.of(new int[0]))).isEqualTo(Mask.empty(SIZE));
    }

    /** Split at the end of a line or not, a run is the same pixels. */
    @Test
    void readsPairsThatTouch() {
        assertThat(Dialect.PAIRS_ROW_0.decode(SIZE, "0 7 7 7")).isEqualTo(Dialect.PAIRS_ROW_0.decode(SIZE, "0 14"));
    }

    @ParameterizedTest
    @CsvSource({
        "pairs-row-0, 3",
        "pairs-row-0, 3 3 4 1",
        "pairs-row-0, 3 0",
        "pairs-row-0, 30 6",
        "pairs-row-1, 0 3",
        "pairs-row-1, 31 6",
        "pairs-row-0, 3 99999999999",
        "pairs-row-0, 3 -1",
        "pairs-row-0, 3;1",
        "counts-row, 2 3 4",
        "counts-column, 36",
        "coco, 622101OO2O3",
        "coco, 622101OO2O3OO",
        "coco, 6 2 2 3 2 4 1 3 3 2 6 1",
        "coco, ~"
    })
    void refusesWhatIsNoMaskInTheDialect(String option, String text) {
        Dialect dialect = Dialect.ofOption(option);

        assertThatThrownBy(() -> dialect.decode(SIZE, text)).isInstanceOf(MalformedRleException.class);
    }

    @Test
    void saysWhereTheTextStopsBeingNumbers() {
        assertThatThrownBy(() -> Dialect.PAIRS_ROW_1.decode(SIZE, "3 3 x"))
                .isInstanceOfSatisfying(
                        MalformedRleException.class, e -> assertThat(e.offset()).isEqualTo(4))
                .hasMessageContaining("\"x\"");
    }

    @Test
    void namesTheOptionsWhenAskedForAnUnknownOne() {
        assertThatThrownBy(() -> Dialect.ofOption("PAIRS"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"PAIRS\"")
                .hasMessageContaining("pairs-row-0")
                .hasMessageContaining("coco");
    }

    private static Mask picture() {
        String rows = PICTURE.replace(" ", "");
        byte[] pixels = new byte[rows.length()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (rows.charAt(i) - '0');
        }
        return Mask.ofBytes(SIZE, pixels, PixelOrder.ROW_MAJOR);
    }
}
