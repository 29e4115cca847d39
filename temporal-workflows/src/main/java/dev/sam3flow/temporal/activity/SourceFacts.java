package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import org.jspecify.annotations.Nullable;

/**
 * A probed video as it travels: its facts, and its frame table as a reference.
 *
 * @param file the video's bytes; its {@code frames} is the number of frames
 * @param table the frame table, as {@link dev.sam3flow.core.video.FrameTableCodec} writes it
 * @param durationMicros length of the whole video in microseconds
 * @param normaliseReason why packets cannot be copied; null where they can
 */
public record SourceFacts(
        String name,
        BlobRef file,
        BlobRef table,
        FrameSize size,
        Fraction frameRate,
        String codec,
        String container,
        long durationMicros,
        @Nullable String normaliseReason) {

    static SourceFacts of(Video video, String name, BlobRef file, BlobRef table) {
        return new SourceFacts(
                name,
                file,
                table,
                video.size(),
                video.frameRate(),
                video.codec(),
                video.container(),
                video.table().durationMicros(),
                video.normaliseReason());
    }

    Video toVideo(FrameTable frames) {
        return new Video(name, file.sha256(), file.bytes(), size, frameRate, codec, container, frames, normaliseReason);
    }

    public int frames() {
        return table.frames();
    }
}
