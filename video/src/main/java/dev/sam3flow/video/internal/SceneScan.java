package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One pass over the decoded frames, small, each compared with the one before by ffmpeg's scene score. */
public final class SceneScan {
    /** A score from 0 to 1; hard cuts score above it, moving cameras below. */
    private static final double CUT = 0.3;

    private static final String KEY = "lavfi.scene_score=";

    private final FfmpegPrograms programs;
    private final VideoLimits limits;

    public SceneScan(FfmpegPrograms programs, VideoLimits limits) {
        this.programs = programs;
        this.limits = limits;
    }

    /** First frames of scenes, rising, without frame 0. */
    public int[] of(Path source, Video video) {
        String filters = "scale=192:108:flags=fast_bilinear,format=yuv420p,select='gte(scene,0)',metadata=print:file=-";
        List<String> command = Arguments.ffmpeg(programs)
                .guards(limits)
                .input(source)
                .add(
                        "-map",
                        "0:V:0",
                        "-an",
                        "-sn",
                        "-dn",
                        "-fps_mode",
                        "passthrough",
                        "-vf",
                        filters,
                        "-f",
                        "null",
                        "-")
                .words();
        Scores scores = new Scores();
        ChildProcess.Outcome outcome = ChildProcess.stream(
                command,
                programs.environment(),
                ChildProcess.Limits.DEFAULTS.withWallClock(
                        limits.workTime(video.table().durationMicros())),
                scores::readAll);
        if (outcome.exitCode() != 0 || scores.frames != video.frames()) {
            throw new InvalidInputException(video.name() + ": " + video.frames() + " frames are in the file, but "
                    + scores.frames + " of them decode, so scenes cannot be told; leave out --scene-cuts");
        }
        return Arrays.copyOf(scores.cuts, scores.count);
    }

    /** Every frame has one line with its score. */
    private static final class Scores {
        private int[] cuts = new int[64];
        private int count;
        private int frames;

        void readAll(InputStream in) throws IOException {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(KEY)) {
                    add(line.substring(KEY.length()).strip());
                }
            }
        }

        private void add(String score) {
            if (frames > 0 && score.matches("[01](\\.\\d{1,9})?") && Double.parseDouble(score) >= CUT) {
                if (count == cuts.length) {
                    cuts = Arrays.copyOf(cuts, 2 * count);
                }
                cuts[count++] = frames;
            }
            frames++;
        }
    }
}
