package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies the packets of a range of frames, and only those: first in the way that takes the least time, and where that misses
 * the range, in the way that cannot. What comes out is verified before it is paid for.
 */
public final class CopyCut {
    /** Half a tick of the coarsest usual time base is more than this, and rounding less. */
    private static final double EDGE_SECONDS = 0.0004;

    private static final int DECODED_FRAMES = 40;
    /** What a frame takes at most in an MP4's index: its size, two times, a key frame's number, a place of its own. */
    private static final long INDEX_BYTES_A_FRAME = 4 + 2 * 8 + 4 + 20;
    /** And all else in it. */
    private static final long INDEX_BYTES = 16_384;
    /** Codecs of which an MP4 or MOV says all that a copy needs. */
    private static final List<String> DESCRIBED = List.of("h264", "hevc");
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
    public Optional<String> cut(Path source, Video video, FrameRange frames, Path target) throws IOException {
        FrameTable table = video.table();
        if (!table.isSafeCut(frames.startFrame()) || !table.isCleanEnd(frames.endFrame())) {
            return Optional.of("frames " + frames + " do not run from a safe cut to a clean end");
        }
        if (!isIndexed(video)
                || copy(fromKeyFrame(source, video, frames), video, frames, target)
                        .isPresent()) {
            Files.deleteIfExists(target);
            Optional<String> wrong = copy(betweenTimes(source, video, frames), video, frames, target);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return undecodable(target, frames.frames());
    }

    private Optional<String> copy(Arguments input, Video video, FrameRange frames, Path target) {
        ChildProcess.Outcome outcome = ChildProcess.run(
                output(input, video.table(), frames, target).words(),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS.withFileBytes(limits.fileBytes()));
        return outcome.exitCode() == 0
                ? wrongPackets(video, frames, target)
                : Optional.of("the copy failed: " + outcome.lastError());
    }

    /** Whether a seek lands on the key frame that it is meant for. */
    private static boolean isIndexed(Video video) {
        return video.container().startsWith("mov");
    }

    /** As many packets as there are frames, from where the seek lands. */
    private Arguments fromKeyFrame(Path source, Video video, FrameRange frames) {
        Arguments input = input(video);
        if (frames.startFrame() > 0) {
            double begin = seconds(video.table(), video.table().pts(frames.startFrame()));
            input.add("-seek_timestamp", "1", "-ss", Arguments.seconds(begin + EDGE_SECONDS));
        }
        return input.input(source)
                .add("-frames:v", Arguments.number(frames.frames()), "-bsf:v", durations(video.table(), frames));
    }

    /** Packets whose times lie in the range, wherever the seek lands, which is before it; each byte of them is read twice. */
    private Arguments betweenTimes(Path source, Video video, FrameRange frames) {
        FrameTable table = video.table();
        double begin = seconds(table, table.pts(frames.startFrame()));
        double end = seconds(table, table.endPts(frames.endFrame()));
        double seek = begin - seconds(table, table.pts(0)) - 1;
        Arguments input = input(video);
        if (seek > 0) {
            input.add("-ss", Arguments.seconds(seek));
        }
        String drop = "noise=drop='lt(pts*tb," + Arguments.seconds(begin - EDGE_SECONDS) + ")"
                + (frames.endFrame() == table.frames()
                        ? "'"
                        : "+gte(pts*tb," + Arguments.seconds(end - EDGE_SECONDS) + ")'");
        return input.input(source)
                .add("-to", Arguments.seconds(end + 1), "-copyinkf", "-bsf:v", drop + "," + durations(table, frames));
    }

    private Arguments input(Video video) {
        Arguments input = Arguments.ffmpeg(programs).add("-copyts").guards(limits);
        boolean described = isIndexed(video) && DESCRIBED.contains(video.codec());
        return described ? input.add("-nofind_stream_info") : input; // which would decode frames for nothing
    }

    private static Arguments output(Arguments input, FrameTable table, FrameRange frames, Path target) {
        return input.add("-map", "0:V:0", "-c", "copy")
                .add("-output_ts_offset", Arguments.seconds(-seconds(table, table.pts(frames.startFrame()))))
                .add("-avoid_negative_ts", "disabled")
                .add("-use_editlist", "0", "-movflags", "+negative_cts_offsets")
                // the index stands first, in room kept for it, so that what follows is written once
                .add("-moov_size", Arguments.number(INDEX_BYTES + INDEX_BYTES_A_FRAME * frames.frames()))
                .add("-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", Arguments.url(target));
    }

    /** No packet may say that it lasts longer than the chunk; a container with B-frames counts durations in another order. */
    private static String durations(FrameTable table, FrameRange frames) {
        String last = Arguments.number(table.pts(frames.endFrame() - 1));
        String left = Arguments.number(table.endPts(frames.endFrame())) + "-PTS";
        return "setts=pts=PTS:dts=DTS:duration='if(eq(PTS," + last + ")," + left + ",min(DURATION," + left + "))'";
    }

    private static Optional<String> wrongPackets(Video video, FrameRange frames, Path chunk) {
        ChunkIndex index;
        try {
            index = ChunkIndex.of(chunk);
        } catch (IOException e) {
            return Optional.of("the chunk cannot be read: " + e.getMessage());
        }
        if (index.packets().count() != frames.frames()) {
            return Optional.of("the chunk has " + index.packets().count() + " packets, not " + frames.frames());
        }
        FrameTable cut = FrameTable.ofPackets(index.timeBase(), index.packets());
        return differingTimes(video.table(), frames, cut)
                .or(() -> differingSizes(video, frames, cut))
                .or(() -> tooLong(video.table(), frames, index));
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
    private static Optional<String> tooLong(FrameTable source, FrameRange frames, ChunkIndex chunk) {
        long expected = source.durationMicros(frames.startFrame(), frames.endFrame());
        return chunk.durationMicros() <= expected + ROUNDING_MICROS
                ? Optional.empty()
                : Optional.of("the chunk is " + chunk.durationMicros() + " µs long, not " + expected + " µs");
    }

    /** Counts what decodes of the first packets: a broken start has the right packets and too few frames. */
    private Optional<String> undecodable(Path chunk, int frames) {
        int wanted = Math.min(DECODED_FRAMES, frames);
        Arguments command = Arguments.ffprobe(programs)
                .guards(limits)
                // what is in the file is known, and its frames are counted, not looked at
                .add("-nofind_stream_info", "-skip_loop_filter", "all")
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
