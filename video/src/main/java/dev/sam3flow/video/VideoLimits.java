package dev.sam3flow.video;

import dev.sam3flow.core.mask.FrameSize;
import java.time.Duration;

/**
 * What is taken from strangers.
 *
 * @param sourceBytes largest file
 * @param side longest side of a frame in pixels
 * @param pixels most pixels a frame
 * @param frames most frames a video
 * @param streams most streams a file
 * @param scanTime longest that reading a file's packets may take
 * @param workFactor longest that work on pixels may take, as a multiple of the video's length; 10 minutes are always given
 * @param fileBytes largest file that is made
 */
public record VideoLimits(
        long sourceBytes,
        int side,
        int pixels,
        int frames,
        int streams,
        Duration scanTime,
        int workFactor,
        long fileBytes) {
    /** 64 GiB, 8192 × 8192 pixels, four million frames (18 hours at 60 frames a second), 64 GiB a file that is made. */
    public static final VideoLimits DEFAULTS =
            new VideoLimits(64L << 30, 8192, 8192 * 8192, 4_000_000, 64, Duration.ofMinutes(10), 60, 64L << 30);

    public VideoLimits {
        if (sourceBytes < 1 || frames < 1 || streams < 1 || workFactor < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("limits of a video must be at least 1");
        }
        if (side < 1 || side > FrameSize.MAX_SIDE || pixels < 1) {
            throw new IllegalArgumentException(
                    "longest side of " + side + " pixels: 1 to " + FrameSize.MAX_SIDE + " are accepted");
        }
        if (scanTime.isNegative() || scanTime.isZero()) {
            throw new IllegalArgumentException("scan time of " + scanTime + ": must be positive");
        }
    }

    public VideoLimits withSourceBytes(long bytes) {
        return new VideoLimits(bytes, side, pixels, frames, streams, scanTime, workFactor, fileBytes);
    }

    public VideoLimits withFileBytes(long bytes) {
        return new VideoLimits(sourceBytes, side, pixels, frames, streams, scanTime, workFactor, bytes);
    }

    /** How long work on every pixel of a video may take. */
    public Duration workTime(long durationMicros) {
        return Duration.ofMinutes(10)
                .plus(Duration.ofNanos(durationMicros * 1000).multipliedBy(workFactor));
    }

    @Override
    public String toString() {
        return sourceBytes + " bytes, " + side + " pixels a side, " + frames + " frames";
    }
}
