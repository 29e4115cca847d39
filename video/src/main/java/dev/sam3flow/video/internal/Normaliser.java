package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** Re-encodes a video frame for frame in one pass, with a key frame where each chunk starts. */
public final class Normaliser {
    /** Readers seek to key frames: there is one at least so often, in frames. */
    private static final int KEY_FRAME_EVERY = 250;

    private static final long ROUNDING_MICROS = 1_000;

    /** In place of the digest of a file of which only the frames matter. */
    private static final String NOT_ASKED = "";

    private final FfmpegPrograms programs;
    private final VideoLimits limits;
    private final Probe probe;

    public Normaliser(FfmpegPrograms programs, VideoLimits limits, Probe probe) {
        this.programs = programs;
        this.limits = limits;
        this.probe = probe;
    }

    /** @throws InvalidInputException if the frames that decode are not those of the table */
    public void normalise(Path source, Video video, ChunkPlan plan, Path target) {
        Duration time = limits.workTime(video.table().durationMicros());
        ChildProcess.Outcome outcome = ChildProcess.run(
                command(source, video, plan, target).words(),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS.withWallClock(time).withFileBytes(limits.fileBytes()));
        if (outcome.exitCode() != 0) {
            throw new MediaException(video.name() + " could not be re-encoded: " + outcome.lastError(), false, null);
        }
        verify(video, plan, probe.of(target, NOT_ASKED).table());
    }

    private Arguments command(Path source, Video video, ChunkPlan plan, Path target) {
        Arguments command =
                Arguments.ffmpeg(programs).guards(limits).input(source).add("-map", "0:V:0", "-an", "-sn", "-dn");
        if (FrameScan.isNumbered(video.table())) {
            command.add("-vf", "settb=" + video.table().timeBase() + ",setpts=N");
        }
        Encoder.of(programs, video.size()).addTo(command, video);
        String starts = plan.chunks().stream()
                .map(Chunk::sent)
                .distinct()
                .map(sent -> "eq(n," + Arguments.number(sent.startFrame()) + ")")
                .collect(Collectors.joining("+"));
        return command.add("-fps_mode", "passthrough", "-enc_time_base", "demux", "-g", "100000")
                .add("-force_key_frames", "expr:" + starts + "+not(mod(n," + KEY_FRAME_EVERY + "))")
                .add("-use_editlist", "0", "-movflags", "+negative_cts_offsets+faststart")
                .add("-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", Arguments.url(target));
    }

    private static void verify(Video video, ChunkPlan plan, FrameTable made) {
        FrameTable table = video.table();
        if (made.frames() != table.frames()) {
            throw new InvalidInputException(video.name() + ": " + table.frames() + " frames are in the file, but "
                    + made.frames() + " of them decode; repair the file, or cut off its damaged part");
        }
        for (Chunk chunk : plan.chunks()) {
            if (!made.isSafeCut(chunk.sent().startFrame())) {
                throw new MediaException(
                        "the encoder set no key frame at frame " + chunk.sent().startFrame(), false, null);
            }
        }
        for (int i = 0; i < made.frames(); i++) {
            if (Math.abs(made.timeMicros(i) - table.timeMicros(i)) > ROUNDING_MICROS) {
                throw new MediaException(
                        "frame " + i + " moved from " + table.timeMicros(i) + " µs to " + made.timeMicros(i)
                                + " µs when re-encoded",
                        false,
                        null);
            }
        }
    }
}
