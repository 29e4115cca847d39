package dev.sam3flow.video.internal;

import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a command line, begun with what keeps a hostile file from reaching anything but itself. */
public final class Arguments {
    /** Containers that are read. None of them names other files; playlists and scripts are not among them. */
    public static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,flv,live_flv,ogg,asf,gif";

    private final List<String> words = new ArrayList<>();

    private Arguments(Path program) {
        words.add(program.toString());
        add("-hide_banner", "-v", "error");
    }

    /** A command of ffprobe. */
    public static Arguments ffprobe(FfmpegPrograms programs) {
        return new Arguments(programs.ffprobe());
    }

    /** A command of ffmpeg, which never reads the terminal and never overwrites. */
    public static Arguments ffmpeg(FfmpegPrograms programs) {
        return new Arguments(programs.ffmpeg()).add("-nostdin", "-n");
    }

    public Arguments add(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    /** What has to stand before an input that comes from a stranger. */
    public Arguments guards(VideoLimits limits) {
        return add("-protocol_whitelist", "file", "-format_whitelist", CONTAINERS)
                .add("-max_pixels", number(limits.pixels()), "-max_streams", number(limits.streams()))
                .add("-probesize", "20000000", "-analyzeduration", "20000000");
    }

    /** An input file, by its absolute path, whatever its name looks like. */
    public Arguments input(Path file) {
        return add("-i", url(file));
    }

    /** A file as ffmpeg takes it without reading anything into its name. */
    public static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    public static String number(long value) {
        return String.format(Locale.ROOT, "%d", value);
    }

    /** Seconds with six decimals. */
    public static String seconds(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    public List<String> words() {
        return List.copyOf(words);
    }
}
