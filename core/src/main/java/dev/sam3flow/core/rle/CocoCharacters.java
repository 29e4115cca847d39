package dev.sam3flow.core.rle;

/** The alphabet of COCO's compressed text. */
final class CocoCharacters {
    private static final char FIRST = '0';
    private static final char LAST = 'o';

    private CocoCharacters() {}

    /** @throws dev.sam3flow.core.error.MalformedRleException at the first character that is not COCO's */
    static void require(RawRle.Text text) {
        byte[] bytes = text.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < FIRST || bytes[i] > LAST) {
                throw RleNumbers.notANumber(text, i);
            }
        }
    }
}
