package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import dev.sam3flow.video.internal.PacketScan.UnreadableVideo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies the packets of a range of frames, and only those: wherever the seek lands, packets outside the range are dropped by
 * their time. What comes out is verified before it is paid for.
 */
public final class CopyCut {
    /** Half a tick of the coarsest usual time base is more than this, and rounding less. */
    private static final double EDGE_SECONDS = 0.0004;

    private static final int DECODED_FRAMES = 40;
    /** Containers in which H.264 and HEVC are written with start codes in place of lengths. */
    private static final List<String> START_CODES = List.of("mpegts", "mpeg", "avi");
    /** Time bases differ between containers, so that times may be rounded. */
    private static final long ROUNDING_MICROS = 1_000;

    private final FfmpegPrograms programs;
    private final VideoLimits limits;

    public CopyCut(FfmpegPrograms programs, VideoLimits limits) {
        this.programs = programs;
        this.limits = limits;
    }

    /** @return why the cut is not exact; empty where it is */
    public Optional<String> cut(Path source, Video video, FrameRange frames, Path target) {
        FrameTable table = video.table();
        if (!table.isSafeCut(frames.startFrame()) || !table.isCleanEnd(frames.endFrame())) {
            return Optional.of("frames " + frames + " do not run from a safe cut to a clean end");
        }
        ChildProcess.Outcome outcome = ChildProcess.run(
                command(source, table, frames, target).words(),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS.withFileBytes(limits.fileBytes()));
        if (outcome.exitCode() != 0) {
            return Optional.of("the copy failed: " + outcome.lastError());
        }
        return verify(video, frames, target);
    }

    private Arguments command(Path source, FrameTable table, FrameRange frames, Path target) {
        double begin = seconds(table, table.pts(frames.startFrame()));
        double end = seconds(table, table.endPts(frames.endFrame()));
        Arguments command = Arguments.ffmpeg(programs).add("-copyts");
        double seek = begin - seconds(table, table.pts(0)) - 1;
        if (seek > 0) {
            command.add("-ss", Arguments.seconds(seek));
        }
        String drop = "noise=drop='lt(pts*tb," + Arguments.seconds(begin - EDGE_SECONDS) + ")"
                + (frames.endFrame() == table.frames()
                        ? "'"
                        : "+gte(pts*tb," + Arguments.seconds(end - EDGE_SECONDS) + ")'");
        return command.guards(limits)
                .input(source)
                .add(
                        "-to",
                        Arguments.seconds(end + 1),
                        "-map",
                        "0:V:0",
                        "-c",
                        "copy",
                        "-copyinkf",
                        "-bsf:v",
                        drop + "," + durations(table, frames))
                .add("-output_ts_offset", Arguments.seconds(-begin), "-avoid_negative_ts", "disabled")
                .add("-use_editlist", "0", "-movflags", "+negative_cts_offsets+faststart")
                .add("-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", Arguments.url(target));
    }

    /** No packet may say that it lasts longer than the chunk; a container with B-frames counts durations in another order. */
    private static String durations(FrameTable table, FrameRange frames) {
        String last = Arguments.number(table.pts(frames.endFrame() - 1));
        String left = Arguments.number(table.endPts(frames.endFrame())) + "-PTS";
        return "setts=pts=PTS:dts=DTS:duration='if(eq(PTS," + last + ")," + left + ",min(DURATION," + left + "))'";
    }

    private Optional<String> verify(Video video, FrameRange frames, Path chunk) {
        try (Beside<Optional<String>> decoding = Beside.begin(() -> undecodable(chunk, frames.frames()))) {
            Optional<String> wrong = wrongPackets(video, frames, chunk);
            Optional<String> undecodable = decoding.result();
            return wrong.or(() -> undecodable);
        }
    }

    private Optional<String> wrongPackets(Video video, FrameRange frames, Path chunk) {
        PacketScan scan;
        try {
            scan = PacketScan.of(programs, limits, chunk);
        } catch (UnreadableVideo e) {
            return Optional.of("the chunk cannot be read: " + e.getMessage());
        }
        if (scan.packets().count() != frames.frames()) {
            return Optional.of("the chunk has " + scan.packets().count() + " packets, not " + frames.frames());
        }
        if (!scan.isPlain()) {
            return Optional.of("the chunk has hidden packets, or packets without a time");
        }
        FrameTable cut = scan.table();
        return differingTimes(video.table(), frames, cut)
                .or(() -> differingSizes(video, frames, cut))
                .or(() -> tooLong(video.table(), frames, scan));
    }

    private static Optional<String> differingTimes(FrameTable source, FrameRange frames, FrameTable cut) {
        if (cut.pts(0) != 0) {
            return Optional.of("the chunk starts at tick " + cut.pts(0) + ", not at 0");
        }
        long zero = source.timeMicros(frames.startFrame());
        for (int i = 0; i < cut.frames(); i++) {
            long expected = source.timeMicros(frames.startFrame() + i) - zero;
            if (Math.abs(cut.timeMicros(i) - expected) > ROUNDING_MICROS) {
                return Optional.of(
                        "frame " + i + " of the chunk is at " + cut.timeMicros(i) + " µs, not at " + expected + " µs");
            }
        }
        return Optional.empty();
    }

    /** A copied packet keeps its size, but for containers whose start codes an MP4 replaces. */
    private static Optional<String> differingSizes(Video video, FrameRange frames, FrameTable cut) {
        if (START_CODES.stream().anyMatch(video.container()::startsWith)) {
            return Optional.empty();
        }
        for (int i = 0; i < cut.frames(); i++) {
            int expected = video.table().sizeBytes(frames.startFrame() + i);
            if (cut.sizeBytes(i) != expected) {
                return Optional.of("frame " + i + " of the chunk has " + cut.sizeBytes(i) + " bytes, not " + expected);
            }
        }
        return Optional.empty();
    }

    /** The provider bills by the length that the file says it has. */
    private static Optional<String> tooLong(FrameTable source, FrameRange frames, PacketScan chunk) {
        String said = chunk.facts().format().getOrDefault("duration", "");
        long micros = said.matches("\\d{1,9}\\.\\d{6}") ? Long.parseLong(said.replace(".", "")) : 0;
        long expected = source.durationMicros(frames.startFrame(), frames.endFrame());
        return micros <= expected + ROUNDING_MICROS
                ? Optional.empty()
                : Optional.of("the chunk is " + micros + " µs long, not " + expected + " µs");
    }

    /** Counts what decodes of the first packets: a broken start has the right packets and too few frames. */
    private Optional<String> undecodable(Path chunk, int frames) {
        int wanted = Math.min(DECODED_FRAMES, frames);
        Arguments command = Arguments.ffprobe(programs)
                .guards(limits)
                .add("-select_streams", "V:0", "-count_frames", "-read_intervals", "%+#" + wanted)
                .add("-show_entries", "stream=nb_read_frames", "-of", "csv=p=0")
                .input(chunk);
        try {
            ChildProcess.Outcome outcome =
                    ChildProcess.run(command.words(), programs.environment(), ChildProcess.Limits.DEFAULTS);
            String counted = outcome.stdoutText().strip();
            if (outcome.exitCode() != 0 || !outcome.stderr().isBlank()) {
                return Optional.of("the chunk's start does not decode: " + outcome.lastError());
            }
            return counted.equals(Integer.toString(wanted))
                    ? Optional.empty()
                    : Optional.of("of the chunk's first " + wanted + " packets " + counted + " frames decode");
        } catch (MediaException e) {
            return Optional.of("the chunk's start does not decode: " + e.getMessage());
        }
    }

    private static double seconds(FrameTable table, long ticks) {
        return (double) ticks * table.timeBase().numerator() / table.timeBase().denominator();
    }
}
