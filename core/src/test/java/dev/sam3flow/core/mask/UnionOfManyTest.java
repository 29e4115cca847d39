package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Unions of several masks, most of which lie in some columns only: before, after, beside and over each other. */
class UnionOfManyTest {
    private static final int CASES = 5_000;

    private final Random random = new Random(47);

    /** Of a random picture what lies in some columns, which may be none. */
    private Picture inSomeColumns(int width, int height) {
        int from = random.nextInt(width + 1);
        int to = from + random.nextInt(width + 1);
        Picture whole = Picture.random(random, width, height);
        return Picture.of(width, height, (x, y) -> x >= from && x < to && whole.get(x, y));
    }

    @Test
    void areThePixelsOfAny() {
        for (int i = 0; i < CASES; i++) {
            int width = 1 + random.nextInt(24);
            int height = 1 + random.nextInt(12);
            List<Picture> pictures = new ArrayList<>();
            for (int k = 1 + random.nextInt(8); k > 0; k--) {
                pictures.add(inSomeColumns(width, height));
            }
            Mask[] others = pictures.stream().skip(1).map(Picture::mask).toArray(Mask[]::new);

            Mask union = pictures.get(0).mask().union(others);

            Picture expected =
                    Picture.of(width, height, (x, y) -> pictures.stream().anyMatch(picture -> picture.get(x, y)));
            assertThat(union).as("case " + i).isEqualTo(expected.mask());
        }
    }
}
