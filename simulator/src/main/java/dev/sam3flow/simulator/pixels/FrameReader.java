package dev.sam3flow.simulator.pixels;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decodes a video into small RGB pictures, one after another, through a pipe. */
final class FrameReader {
    /** Which pictures are wanted. */
    enum Wanted {
        ALL,
        KEY_FRAMES
    }

    /** Takes one picture; the array is used again for the next. */
    interface PictureSink {
        void picture(byte[] rgb) throws IOException;
    }

    private static final ChildProcess.Limits LIMITS =
            ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofMinutes(30));

    private final FfmpegPrograms programs;

    FrameReader(FfmpegPrograms programs) {
        this.programs = programs;
    }

    /**
     * Reads pictures, scaled to width × height.
     *
     * @param every every how manieth of the wanted pictures, from the first on
     */
    void read(Path video, int width, int height, Wanted wanted, int every, PictureSink sink) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(programs.ffmpeg().toString(), "-nostdin", "-v", "error", "-threads", "1"));
        if (wanted == Wanted.KEY_FRAMES) {
            command.addAll(List.of("-skip_frame", "nokey"));
        }
        command.addAll(Untrusted.INPUT);
        String select = every > 1 ? "select=not(mod(n\\," + every + "))," : "";
        command.addAll(List.of(
                "-i",
                "file:" + video.toAbsolutePath(),
                "-map",
                "0:v:0",
                "-fps_mode",
                "passthrough",
                "-vf",
                select + "scale=" + width + ":" + height + ":flags=area",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                "-"));
        byte[] rgb = new byte[width * height * 3];
        try {
            ChildProcess.Outcome outcome =
                    ChildProcess.stream(command, programs.environment(), LIMITS, out -> readAll(out, rgb, sink));
            if (outcome.exitCode() != 0) {
                throw new IOException("the video cannot be decoded");
            }
        } catch (MediaException e) {
            throw new IOException("the video cannot be decoded", e);
        }
    }

    private static void readAll(InputStream in, byte[] rgb, PictureSink sink) throws IOException {
        while (true) {
            int read = in.readNBytes(rgb, 0, rgb.length);
            if (read == 0) {
                return;
            }
            if (read < rgb.length) {
                throw new IOException("the last picture is cut short");
            }
            sink.picture(rgb);
        }
    }
}
