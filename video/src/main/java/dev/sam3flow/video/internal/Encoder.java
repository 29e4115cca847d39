package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** How the found ffmpeg writes video without reordering frames: the best of what it has. */
public enum Encoder {
    X264("libx264"),
    OPENH264("libopenh264"),
    VP9("libvpx-vp9");

    private static final int MACROBLOCK = 16;
    private static final int OPENH264_PIXELS = 36_864 * MACROBLOCK * MACROBLOCK;
    private static final int VP9_PIXELS = 8192 * 4320;
    private static final Map<FfmpegPrograms, Set<String>> KNOWN = new ConcurrentHashMap<>();

    private final String ffmpegName;

    Encoder(String ffmpegName) {
        this.ffmpegName = ffmpegName;
    }

    /**
     * The encoder for frames of a size.
     *
     * @throws InvalidInputException if those that this ffmpeg has take no such frames
     * @throws MediaException if this ffmpeg has none at all
     */
    public static Encoder of(FfmpegPrograms programs, FrameSize size) {
        Set<String> names = KNOWN.computeIfAbsent(programs, Encoder::names);
        List<Encoder> known = Arrays.stream(values())
                .filter(e -> names.contains(e.ffmpegName))
                .toList();
        String ffmpeg =
                "ffmpeg " + programs.version() + " in " + programs.ffmpeg().getParent();
        if (known.isEmpty()) {
            String wanted = Arrays.stream(values()).map(e -> e.ffmpegName).collect(Collectors.joining(", "));
            throw new MediaException(
                    ffmpeg + " has none of " + wanted + ": install a fuller build, or remove it to use the bundled one",
                    false,
                    null);
        }
        return known.stream()
                .filter(e -> e.takes(size))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException(
                                "frames of " + size + " pixels cannot be written by " + ffmpeg
                                        + ": scale the video down, to an even width and height, or use an ffmpeg with libx264"));
    }

    /** H.264 halves its colour planes; OpenH264 ends at level 5.2; larger ones than 8K are too much for VP9 in our memory. */
    private boolean takes(FrameSize size) {
        boolean even = size.width() % 2 == 0 && size.height() % 2 == 0;
        return switch (this) {
            case X264 -> even;
            case OPENH264 ->
                even && Math.min(size.width(), size.height()) >= MACROBLOCK && size.pixels() <= OPENH264_PIXELS;
            case VP9 -> size.pixels() <= VP9_PIXELS;
        };
    }

    private static Set<String> names(FfmpegPrograms programs) {
        List<String> command = List.of(programs.ffmpeg().toString(), "-hide_banner", "-v", "error", "-encoders");
        return ChildProcess.run(
                        command,
                        programs.environment(),
                        ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofSeconds(30)))
                .stdoutText()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("V"))
                .map(line -> line.split("\\s+")[1])
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Adds the codec with settings under which a model loses nothing that it would see. */
    void addTo(Arguments words, Video video) {
        addTo(words, video.size(), video.frameRate().toDouble());
    }

    /** As {@link #addTo(Arguments, Video)}, for frames of a size at a rate. */
    public void addTo(Arguments words, FrameSize size, double framesPerSecond) {
        words.add("-c:v", ffmpegName, "-pix_fmt", "yuv420p");
        switch (this) {
            case X264:
                words.add("-preset", "veryfast", "-crf", "18", "-bf", "0", "-forced-idr", "1");
                break;
            case OPENH264:
                words.add("-b:v", Arguments.number(bitsPerSecond(size, framesPerSecond)));
                words.add("-rc_mode", "bitrate", "-allow_skip_frames", "0");
                break;
            default:
                words.add("-b:v", "0", "-crf", "20", "-deadline", "realtime", "-cpu-used", "6");
                words.add("-lag-in-frames", "0", "-auto-alt-ref", "0", "-row-mt", "1");
        }
    }

    /** Lets several processors write a film that is only looked at: its bytes then differ a little from run to run. */
    public void addSlicesTo(Arguments words) {
        if (this == OPENH264) {
            words.add("-slices", "4", "-threads", "4"); // the others share their work anyway
        }
    }

    private static long bitsPerSecond(FrameSize size, double framesPerSecond) {
        double wanted = 0.15 * size.pixels() * Math.min(60, Math.max(10, framesPerSecond));
        return Math.min(60_000_000, Math.max(1_000_000, Math.round(wanted)));
    }
}
