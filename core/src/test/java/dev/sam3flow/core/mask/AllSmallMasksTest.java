package dev.sam3flow.core.mask;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every mask of every frame up to 4 × 4. */
class AllSmallMasksTest extends MaskLaws {
    @Override
    Stream<Picture> pictures() {
        return IntStream.rangeClosed(1, 4)
                .boxed()
                .flatMap(width -> IntStream.rangeClosed(1, 4)
                        .boxed()
                        .flatMap(height -> IntStream.range(0, 1 << width * height)
                                .mapToObj(bits -> Picture.ofBits(width, height, bits))));
    }
}
