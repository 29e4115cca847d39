package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import dev.sam3flow.video.internal.Arguments;
import dev.sam3flow.video.internal.Encoder;
import dev.sam3flow.video.internal.FrameScan;
import dev.sam3flow.video.internal.PacketScan;
import dev.sam3flow.video.internal.PacketScan.UnreadableVideo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Encodes drawn frames at the times of the source's, and verifies that each of them is in the film. */
final class FilmWriter implements AutoCloseable {
    private static final byte[] FOUR_CC = "I420".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOUR_CC_ALPHA = {'Y', '4', 11, 8};
    /** What an MP4 carries as it is; other sound is encoded as AAC. */
    private static final Set<String> COPIED_SOUND = Set.of("aac", "mp3", "ac3", "eac3", "opus", "flac", "alac");
    /** Matroska and WebM count whole milliseconds. */
    private static final long ROUNDING_MICROS = 1_000;

    private final FfmpegPrograms programs;
    private final VideoLimits limits;
    private final Video video;
    private final Path target;
    private final ChildProcess ffmpeg;
    private final RawMatroska raw;
    private int next;

    FilmWriter(
            FfmpegPrograms programs,
            VideoLimits limits,
            PixelExport export,
            Path source,
            Video video,
            FilmFacts facts,
            Path target)
            throws IOException {
        this.programs = programs;
        this.limits = limits;
        this.video = video;
        this.target = target;
        Arguments command = Arguments.ffmpeg(programs).add("-f", "matroska", "-i", "pipe:0");
        boolean sound = export == PixelExport.OVERLAY && facts.hasSound();
        if (sound) {
            double shift = seconds(video) - facts.startSeconds();
            command.guards(limits)
                    .add("-itsoffset", Arguments.seconds(-shift))
                    .input(source)
                    .add("-map", "0:v:0", "-map", "1:a:0");
            command.add(
                    COPIED_SOUND.contains(facts.soundCodec())
                            ? new String[] {"-c:a", "copy"}
                            : new String[] {"-c:a", "aac", "-b:a", "160k"});
        }
        command.add("-vf", facts.filters());
        addEncoder(command, export);
        command.add("-fps_mode", "passthrough", "-enc_time_base", "demux");
        command.add("-map_metadata", "-1", "-map_chapters", "-1", Arguments.url(target));
        ffmpeg = ChildProcess.start(
                command.words(),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS
                        .withWallClock(limits.workTime(video.table().durationMicros()))
                        .withFileBytes(limits.fileBytes()));
        raw = new RawMatroska(ffmpeg.input(), video.size(), hasAlpha(export) ? FOUR_CC_ALPHA : FOUR_CC, usualFrame());
    }

    static boolean hasAlpha(PixelExport export) {
        return export != PixelExport.OVERLAY && export != PixelExport.OVERLAY_SILENT;
    }

    private void addEncoder(Arguments command, PixelExport export) {
        switch (export) {
            case MATTE_PRORES ->
                command.add("-c:v", "prores_ks", "-profile:v", "4444", "-alpha_bits", "16")
                        .add("-pix_fmt", "yuva444p10le", "-f", "mov");
            case MATTE_WEBM ->
                command.add("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-b:v", "0", "-crf", "24")
                        .add("-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1")
                        .add("-auto-alt-ref", "0", "-lag-in-frames", "0", "-f", "webm");
            case MATTE_FFV1 ->
                command.add("-c:v", "ffv1", "-level", "3", "-g", "1", "-slices", "4", "-slicecrc", "1")
                        .add("-pix_fmt", "yuva420p", "-f", "matroska");
            default -> {
                Encoder encoder = Encoder.of(programs, video.size());
                encoder.addTo(command, video.size(), video.frameRate().toDouble());
                encoder.addSlicesTo(command);
                command.add("-g", "250", "-movflags", "+faststart", "-f", "mp4");
            }
        }
    }

    private static double seconds(Video video) {
        FrameTable table = video.table();
        boolean counted = FrameScan.isNumbered(table);
        return counted
                ? 0
                : (double) table.pts(0)
                        * table.timeBase().numerator()
                        / table.timeBase().denominator();
    }

    private long usualFrame() {
        return Math.max(1, video.table().durationMicros() / video.frames());
    }

    /** Takes the next frame. */
    void write(byte[] pixels) {
        long time = video.table().timeMicros(next);
        long end = next + 1 < video.frames()
                ? video.table().timeMicros(next + 1)
                : video.table().durationMicros();
        try {
            raw.frame(time, Math.max(1, end - time), pixels);
        } catch (IOException e) {
            throw new MediaException(
                    "the film could not be encoded at frame " + next + ": "
                            + ffmpeg.await().lastError(),
                    false,
                    e);
        }
        next++;
    }

    /** Ends the film, and makes sure that it has every frame at its time. */
    void finish() throws IOException {
        ffmpeg.input().close();
        ffmpeg.output().close();
        ChildProcess.Outcome outcome = ffmpeg.await();
        if (outcome.exitCode() != 0) {
            throw new MediaException("the film could not be encoded: " + outcome.lastError(), false, null);
        }
        try {
            PacketScan scan = PacketScan.of(programs, limits, target);
            verify(scan.table());
        } catch (UnreadableVideo e) {
            throw new MediaException("the film cannot be read: " + e.getMessage(), false, e);
        }
    }

    private void verify(FrameTable made) {
        if (made.frames() != video.frames()) {
            throw new MediaException(
                    "the film has " + made.frames() + " frames, the video " + video.frames(), false, null);
        }
        for (int i = 0; i < made.frames(); i++) {
            if (Math.abs(made.timeMicros(i) - video.table().timeMicros(i)) > ROUNDING_MICROS) {
                throw new MediaException(
                        "frame " + i + " of the film is at " + made.timeMicros(i) + " µs, not at "
                                + video.table().timeMicros(i) + " µs",
                        false,
                        null);
            }
        }
    }

    @Override
    public void close() {
        ffmpeg.close();
    }
}
