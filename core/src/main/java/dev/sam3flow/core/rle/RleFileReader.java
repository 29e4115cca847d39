package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads RLE files of every known layout as a stream; memory does not grow with the number of frames.
 *
 * <p>A file is a JSON list with one entry a frame; an object with such a list named {@code rle}, a list of objects named
 * {@code frames}, or a name for each frame number; one mask alone; or one such frame a line. An entry is a string, a
 * list of numbers, {@code {"counts", "size"}}, or a list or object of several of these.
 */
public final class RleFileReader {
    private final RleLimits limits;

    /** A reader with the {@link RleLimits#STANDARD} limits. */
    public RleFileReader() {
        this(RleLimits.STANDARD);
    }

    public RleFileReader(RleLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a file to its end and leaves the stream open.
     *
     * @throws MalformedRleException with the byte's offset if the file is broken JSON, has no known layout, or exceeds a
     *     limit; frames before that byte have been handed on
     * @throws IOException if the stream fails
     */
    public RleFileSummary read(InputStream in, RleSink sink) throws IOException {
        try (JsonTokens tokens = new JsonTokens(in, limits)) {
            return new RleDocument(tokens, limits, sink).read();
        }
    }
}
