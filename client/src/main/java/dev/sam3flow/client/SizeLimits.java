package dev.sam3flow.client;

/**
 * The most the client sends or takes.
 *
 * @param uploadBytes largest video
 * @param outputBytes largest RLE file
 * @param answerBytes largest JSON answer of the API
 */
public record SizeLimits(long uploadBytes, long outputBytes, int answerBytes) {
    public static final SizeLimits DEFAULTS = new SizeLimits(2L << 30, 4L << 30, 8 << 20);

    public SizeLimits {
        if (uploadBytes < 1 || outputBytes < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("size limits " + uploadBytes + ", " + outputBytes + ", " + answerBytes
                    + " bytes: each must be at least 1");
        }
    }
}
