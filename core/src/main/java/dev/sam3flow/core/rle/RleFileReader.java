package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads RLE files of every known layout as a stream; memory does not grow with the number of frames.
 *
 * <p>A file is a JSON list with one entry a frame; an object with such a list named {@code rle}, a list of objects named
 * {@code frames}, or a name for each frame number; one mask alone; or one such frame a line. An entry is a string, a
 * list of numbers, {@code {"counts", "size"}}, or a list or object of several of these.
 */
public final class RleFileReader {
    private final RleLimits limits;
    private final @Nullable FrameSize size;
    private final SideLists beside;

    /** A reader with the {@link RleLimits#STANDARD} limits. */
    public RleFileReader() {
        this(RleLimits.STANDARD);
    }

    public RleFileReader(RleLimits limits) {
        this(limits, null);
    }

    /**
     * A reader that knows the frame size, and so tells a list of empty masks from a list of numbers.
     *
     * @param size the video's frame size; null if it is not known
     */
    public RleFileReader(RleLimits limits, @Nullable FrameSize size) {
        this(limits, size, SideLists.NONE);
    }

    private RleFileReader(RleLimits limits, @Nullable FrameSize size, SideLists beside) {
        this.limits = limits;
        this.size = size;
        this.beside = beside;
    }

    /**
     * A reader that hands on each mask with its score and box from these lists, which an earlier pass over the same file
     * has found: they may come after the masks.
     */
    public RleFileReader with(SideLists found) {
        return new RleFileReader(limits, size, found);
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
            return new RleDocument(tokens, limits, size, beside, sink).read();
        }
    }
}
