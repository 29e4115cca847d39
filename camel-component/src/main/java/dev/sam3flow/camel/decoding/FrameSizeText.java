package dev.sam3flow.camel.decoding;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import org.jspecify.annotations.Nullable;

/** A frame size as options and headers write it: {@code 1920x1080}. */
public final class FrameSizeText {
    private FrameSizeText() {}

    /** @return null where there is no text @throws InvalidInputException if it is no frame size */
    public static @Nullable FrameSize parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.strip().matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
            throw new InvalidInputException("frame size '" + text + "': write width x height, such as 1920x1080");
        }
        String[] sides = text.strip().split("x", 2);
        return new FrameSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
}
