package dev.sam3flow.core.export;

import java.util.Locale;

/** Names of single frames: their index in six digits, as {@code ffmpeg -start_number 0 … %06d.png} numbers them. */
final class FrameName {
    private FrameName() {}

    static String of(int frameIndex) {
        return String.format(Locale.ROOT, "%06d", frameIndex);
    }

    static String of(int frameIndex, String extension) {
        return of(frameIndex) + "." + extension;
    }
}
