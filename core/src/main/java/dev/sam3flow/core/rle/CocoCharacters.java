package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;

/** The alphabet of COCO's compressed text. */
final class CocoCharacters {
    private static final char FIRST = '0';
    private static final char LAST = 'o';

    private CocoCharacters() {}

    /** @throws MalformedRleException at the first character that is not COCO's */
    static void require(RawRle.Text text) {
        byte[] bytes = text.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < FIRST || bytes[i] > LAST) {
                throw RleNumbers.notANumber(text, i);
            }
        }
    }

    /** Whether the text is a mask of that size in COCO's compressed text. */
    static boolean isMask(RawRle.Text text, FrameSize size) {
        try {
            Dialect.COCO.decode(size, text);
            return true;
        } catch (MalformedRleException e) {
            return false;
        }
    }
}
