package dev.sam3flow.core.result;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.Video;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first line of {@code masks.jsonl}.
 *
 * @param video what the masks belong to
 * @param prompts what was asked for; null where masks were decoded without an order
 * @param tracks by id
 * @param provenance where the masks come from
 */
public record MasksHeader(VideoFacts video, @Nullable Prompts prompts, List<Track> tracks, Provenance provenance) {
    /** Name and version of the file's schema; a reader refuses another one. */
    public static final String SCHEMA = "sam3flow.masks/1";

    public MasksHeader {
        tracks = List.copyOf(tracks);
    }

    /**
     * The video as far as its masks are concerned.
     *
     * @param name display name
     * @param frames number of frames, one line each
     * @param size width and height in pixels
     * @param frameRate average frames a second, for display only; null where unknown
     * @param durationMicros length in microseconds; 0 where unknown
     * @param sha256 digest of the video's bytes; null where unknown
     */
    public record VideoFacts(
            String name,
            int frames,
            FrameSize size,
            @Nullable Fraction frameRate,
            long durationMicros,
            @Nullable String sha256) {
        public static VideoFacts of(Video video) {
            return new VideoFacts(
                    video.name(),
                    video.frames(),
                    video.size(),
                    video.frameRate(),
                    video.table().durationMicros(),
                    video.sha256());
        }
    }

    /**
     * Where masks come from.
     *
     * @param simulated true where the simulator made them up
     * @param dialect name of the RLE dialect they were read in; {@code "none"} where all were empty
     * @param chunks what was sent, in order; empty where that is not known
     * @param gaps frames the model has not looked at
     */
    public record Provenance(boolean simulated, String dialect, List<Chunk> chunks, List<Gap> gaps) {
        public Provenance {
            chunks = List.copyOf(chunks);
            gaps = List.copyOf(gaps);
        }
    }
}
