package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;

/** A mask as stretches of rows, from top to bottom and from left to right. */
final class Spans {
    /** Takes the pixels [startX, endX) of row y. */
    @FunctionalInterface
    interface Visitor {
        void span(int y, int startX, int endX);
    }

    private Spans() {}

    static void forEach(Mask mask, Visitor visitor) {
        int width = mask.size().width();
        int[] counts = mask.counts(PixelOrder.ROW_MAJOR);
        int at = 0;
        for (int run = 0; run < counts.length; run++) {
            int end = at + counts[run];
            while ((run & 1) == 1 && at < end) {
                int y = at / width;
                int rowEnd = Math.min(end, (y + 1) * width);
                visitor.span(y, at - y * width, rowEnd - y * width);
                at = rowEnd;
            }
            at = end;
        }
    }
}
