package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.io.ByteArrayOutputStream;

/**
 * The bit-packed RLE of Label Studio's brush: the picture's bytes along rows, four a pixel (255 within the mask, else 0),
 * as a stream of bits: number of bytes in 32 bits, bits of a byte less 1 in 5, four length widths less 1 in 4 each; then for
 * each stretch of equal bytes a 1, the index of a length width in 2, the length less 1 in that width, the byte in 8. Source:
 * thi.ng/rle-pack, which Label Studio uses.
 */
final class BrushRle {
    private static final int BYTES_A_PIXEL = 4;
    private static final int[] WIDTHS = {3, 4, 8, 16};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int pendingBits;

    private BrushRle() {}

    static byte[] encode(Mask mask) {
        BrushRle rle = new BrushRle();
        rle.put(mask.size().pixels() * BYTES_A_PIXEL, 32);
        rle.put(8 - 1, 5);
        for (int width : WIDTHS) {
            rle.put(width - 1, 4);
        }
        int value = 0;
        for (int count : mask.counts(PixelOrder.ROW_MAJOR)) {
            rle.putStretch(value, (long) count * BYTES_A_PIXEL);
            value = 255 - value;
        }
        return rle.finish();
    }

    private void putStretch(int value, long length) {
        long rest = length;
        while (rest > 0) {
            int index = 0;
            while (index < WIDTHS.length - 1 && rest > 1L << WIDTHS[index]) {
                index++;
            }
            int part = (int) Math.min(rest, 1L << WIDTHS[index]);
            put(1, 1);
            put(index, 2);
            put(part - 1, WIDTHS[index]);
            put(value, 8);
            rest -= part;
        }
    }

    /** Highest bit first. */
    private void put(int value, int bits) {
        for (int bit = bits - 1; bit >= 0; bit--) {
            pending = pending << 1 | value >>> bit & 1;
            if (++pendingBits == 8) {
                bytes.write(pending);
                pending = 0;
                pendingBits = 0;
            }
        }
    }

    private byte[] finish() {
        while (pendingBits != 0) {
            put(0, 1);
        }
        return bytes.toByteArray();
    }
}
