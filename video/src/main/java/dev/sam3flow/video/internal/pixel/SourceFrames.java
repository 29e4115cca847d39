package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import dev.sam3flow.video.internal.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The decoded frames of a video, in order, as they are shown: turned if need be, and of the size that its masks have. */
final class SourceFrames implements AutoCloseable {
    private final Video video;
    private final ChildProcess ffmpeg;
    private final InputStream pixels;
    private int next;

    /** @param pixelFormat ffmpeg's name of it */
    SourceFrames(FfmpegPrograms programs, VideoLimits limits, Path file, Video video, String pixelFormat) {
        this.video = video;
        String size = video.size().width() + ":" + video.size().height();
        Arguments command = Arguments.ffmpeg(programs)
                .guards(limits)
                .input(file)
                .add("-map", "0:V:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough")
                .add("-vf", "scale=" + size + ":flags=bicubic,format=" + pixelFormat)
                .add("-f", "rawvideo", "pipe:1");
        ffmpeg = ChildProcess.start(
                command.words(),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS.withWallClock(
                        limits.workTime(video.table().durationMicros())));
        pixels = ffmpeg.output();
    }

    /**
     * Reads the next frame into the first bytes of an array.
     *
     * @throws InvalidInputException if there is none
     */
    void read(byte[] into, int length) throws IOException {
        int read = pixels.readNBytes(into, 0, length);
        if (read < length) {
            ChildProcess.Outcome outcome = ffmpeg.await();
            throw new InvalidInputException(video.name() + ": " + video.frames() + " frames are in the file, but "
                    + next + " of them decode" + (outcome.stderr().isBlank() ? "" : " (" + outcome.lastError() + ")"));
        }
        next++;
    }

    /** Makes sure that the video has no more frames. */
    void requireEnd() throws IOException {
        if (pixels.read() >= 0) {
            throw new InvalidInputException(
                    video.name() + ": more frames decode than the " + video.frames() + " that its packets show");
        }
        ChildProcess.Outcome outcome = ffmpeg.await();
        if (outcome.exitCode() != 0) {
            throw new MediaException(video.name() + " does not decode: " + outcome.lastError(), false, null);
        }
    }

    @Override
    public void close() {
        ffmpeg.close();
    }
}
