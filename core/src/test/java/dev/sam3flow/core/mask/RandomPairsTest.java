package dev.sam3flow.core.mask;

import java.util.Random;

/** Seeded pairs of every density, larger than what can be enumerated. */
class RandomPairsTest extends MaskPairLaws {
    @Override
    void eachPair(Pair pair) {
        Random random = new Random(43);
        for (int i = 0; i < 2_000; i++) {
            int width = 1 + random.nextInt(30);
            int height = 1 + random.nextInt(50);
            pair.of(Picture.random(random, width, height), Picture.random(random, width, height));
        }
    }
}
