package dev.sam3flow.core.mask;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Seeded masks of odd sizes and every density, larger than what can be enumerated. */
class RandomMasksTest extends MaskLaws {
    @Override
    Stream<Picture> pictures() {
        Random random = new Random(42);
        return IntStream.range(0, 300)
                .mapToObj(i -> Picture.random(random, 1 + random.nextInt(40), 1 + random.nextInt(70)));
    }
}
