package dev.sam3flow.core.mask;

/** Every pair of masks of every frame up to 3 × 3. */
class AllSmallPairsTest extends MaskPairLaws {
    @Override
    void eachPair(Pair pair) {
        for (int width = 1; width <= 3; width++) {
            for (int height = 1; height <= 3; height++) {
                int masks = 1 << width * height;
                for (int i = 0; i < masks * masks; i++) {
                    pair.of(Picture.ofBits(width, height, i / masks), Picture.ofBits(width, height, i % masks));
                }
            }
        }
    }
}
