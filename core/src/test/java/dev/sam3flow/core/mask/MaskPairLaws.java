package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds for every two masks of one frame. A subclass says for which. */
abstract class MaskPairLaws {
    interface Pair {
        void of(Picture a, Picture b);
    }

    abstract void eachPair(Pair pair);

    @Test
    void combinationsAreThoseOfThePixels() {
        eachPair((a, b) -> {
            Mask first = a.mask();
            Mask second = b.mask();
            assertThat(first.union(second)).isEqualTo(combined(a, b, (p, q) -> p || q));
            assertThat(first.intersection(second)).isEqualTo(combined(a, b, (p, q) -> p && q));
            assertThat(first.difference(second)).isEqualTo(combined(a, b, (p, q) -> p && !q));
            assertThat(first.exclusive(second)).isEqualTo(combined(a, b, (p, q) -> p != q));
        });
    }

    @Test
    void overlapsAreCountedPixels() {
        eachPair((a, b) -> {
            Mask first = a.mask();
            Mask second = b.mask();
            int shared = combined(a, b, (p, q) -> p && q).area();
            int either = combined(a, b, (p, q) -> p || q).area();
            assertThat(first.intersectionArea(second)).isEqualTo(shared);
            assertThat(first.iou(second)).isEqualTo(either == 0 ? 0 : (double) shared / either);
            assertThat(first.iouCrowd(second)).isEqualTo(first.isEmpty() ? 0 : (double) shared / first.area());
        });
    }

    @Test
    void masksAreEqualWhenTheirPixelsAre() {
        eachPair((a, b) -> {
            boolean same = java.util.Arrays.equals(a.bytes(PixelOrder.ROW_MAJOR), b.bytes(PixelOrder.ROW_MAJOR));
            assertThat(a.mask().equals(b.mask())).isEqualTo(same);
            assertThat(!same || a.mask().hashCode() == b.mask().hashCode()).isTrue();
        });
    }

    private interface Logic {
        boolean of(boolean a, boolean b);
    }

    private static Mask combined(Picture a, Picture b, Logic logic) {
        return Picture.of(a.width, a.height, (x, y) -> logic.of(a.get(x, y), b.get(x, y)))
                .mask();
    }
}
