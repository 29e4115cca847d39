package dev.sam3flow.core.export;

import java.util.Locale;

/** Names of single frames: their index in six digits, as {@code ffmpeg -start_number 0 … %06d.png} numbers them. */
public final class FrameName {
    private FrameName() {}

    /** {@code "000123"}. */
    public static String of(int frameIndex) {
        return String.format(Locale.ROOT, "%06d", frameIndex);
    }

    /** {@code "000123.png"}. */
    public static String of(int frameIndex, String extension) {
        return of(frameIndex) + "." + extension;
    }
}
