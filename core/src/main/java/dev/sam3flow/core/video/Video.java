package dev.sam3flow.core.video;

import dev.sam3flow.core.mask.FrameSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A probed source video.
 *
 * @param name display name: the file's name or the URL without query
 * @param sha256 lower-case hex digest of the bytes
 * @param sizeBytes size of the file
 * @param size width and height in pixels as shown (rotation applied)
 * @param frameRate average frames a second, for display only
 * @param codec codec name as ffprobe gives it, such as {@code "h264"}
 * @param container container name as ffprobe gives it
 * @param table the frames
 * @param normaliseReason why a copy-cut is not allowed for this video, or null where it is
 */
public record Video(
        String name,
        String sha256,
        long sizeBytes,
        FrameSize size,
        Fraction frameRate,
        String codec,
        String container,
        FrameTable table,
        @Nullable String normaliseReason) {

    public int frames() {
        return table.frames();
    }

    /** Why the video has to be re-encoded before it is cut; empty where packets can be copied. */
    public Optional<String> mustNormalise() {
        return Optional.ofNullable(normaliseReason);
    }
}
