package dev.sam3flow.video;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.video.internal.BundledFfmpeg;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two programs that all video work is done with.
 *
 * @param ffmpeg absolute path
 * @param ffprobe absolute path
 * @param environment what they need in their environment beyond nothing
 * @param version as ffmpeg prints it, such as {@code "8.0.1"}
 * @param origin where they were found
 */
public record FfmpegPrograms(
        Path ffmpeg, Path ffprobe, Map<String, String> environment, String version, Origin origin) {
    /** Where programs were found. */
    public enum Origin {
        CONFIGURED,
        PATH,
        BUNDLED
    }

    /** The oldest major version that cuts exactly: older ones cannot drop packets by an expression. */
    public static final int OLDEST_MAJOR = 6;

    private static final Pattern VERSION = Pattern.compile("^ffmpeg version (\\S+)");
    private static final Pattern LIBAVFORMAT = Pattern.compile("(?m)^libavformat\\s+(\\d+)\\.");
    /** libavformat 60 came with FFmpeg 6, 61 with 7, and so on; nightly builds have no other number. */
    private static final int LIBAVFORMAT_OFFSET = 54;

    public FfmpegPrograms {
        environment = Map.copyOf(environment);
    }

    /** Looks on the {@code PATH}, then takes the bundled programs into the user's cache folder. */
    public static FfmpegPrograms find() {
        return find(null, defaultCache());
    }

    /**
     * Looks in a configured folder, else on the {@code PATH}, else takes the bundled programs out.
     *
     * @param configured folder that holds ffmpeg and ffprobe; null where none is configured
     * @param cache folder for the bundled programs
     * @throws InvalidInputException if a folder is configured that has no ffmpeg 6 or newer
     * @throws MediaException if there is none to be found
     */
    public static FfmpegPrograms find(@Nullable Path configured, Path cache) {
        if (configured != null) {
            return inFolder(configured, Map.of(), Origin.CONFIGURED)
                    .orElseThrow(() -> new InvalidInputException("ffmpeg folder " + configured
                            + ": it must hold ffmpeg and ffprobe, version " + OLDEST_MAJOR
                            + " or newer; correct the setting, or remove it to use the bundled ones"));
        }
        return onPath(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .or(() -> bundled(cache))
                .orElseThrow(() -> new MediaException(
                        "no ffmpeg: install ffmpeg " + OLDEST_MAJOR + " or newer on the PATH, or configure its folder"
                                + " (none is bundled for " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ")",
                        false,
                        null));
    }

    static Optional<FfmpegPrograms> onPath(String path) {
        for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
            if (folder.isBlank()) {
                continue;
            }
            try {
                Optional<FfmpegPrograms> found = inFolder(Path.of(folder), Map.of(), Origin.PATH);
                if (found.isPresent()) {
                    return found;
                }
            } catch (InvalidPathException e) {
                continue; // a PATH entry that is no path names no program
            }
        }
        return Optional.empty();
    }

    private static Optional<FfmpegPrograms> bundled(Path cache) {
        return BundledFfmpeg.unpack(cache).map(b -> {
            Path folder = b.folder();
            return inFolder(folder, b.environment(), Origin.BUNDLED)
                    .orElseThrow(() -> new MediaException(
                            "the bundled ffmpeg in " + folder
                                    + " does not start (it needs glibc 2.35 or newer and a folder"
                                    + " from which programs may run): configure the folder of another ffmpeg "
                                    + OLDEST_MAJOR + " or newer",
                            false,
                            null));
        });
    }

    private static Optional<FfmpegPrograms> inFolder(Path folder, Map<String, String> environment, Origin origin) {
        Optional<Path> ffmpeg = program(folder, "ffmpeg");
        Optional<Path> ffprobe = program(folder, "ffprobe");
        if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
            return Optional.empty();
        }
        return banner(ffmpeg.get(), environment)
                .filter(text -> major(text) >= OLDEST_MAJOR)
                .map(text -> new FfmpegPrograms(ffmpeg.get(), ffprobe.get(), environment, version(text), origin));
    }

    private static Optional<Path> program(Path folder, String name) {
        return List.of(name, name + ".exe").stream()
                .map(n -> folder.toAbsolutePath().resolve(n))
                .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
                .findFirst();
    }

    private static Optional<String> banner(Path ffmpeg, Map<String, String> environment) {
        ChildProcess.Limits limits = ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofSeconds(30));
        try {
            ChildProcess.Outcome outcome =
                    ChildProcess.run(List.of(ffmpeg.toString(), "-version"), environment, limits);
            return outcome.exitCode() == 0 ? Optional.of(outcome.stdoutText()) : Optional.empty();
        } catch (MediaException e) {
            return Optional.empty(); // a program that does not run is as good as none
        }
    }

    static int major(String banner) {
        Matcher matcher = LIBAVFORMAT.matcher(banner);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) - LIBAVFORMAT_OFFSET : 0;
    }

    private static String version(String banner) {
        Matcher matcher = VERSION.matcher(banner);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    /** {@code $XDG_CACHE_HOME/sam3flow}, else {@code ~/.cache/sam3flow}. */
    public static Path defaultCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home", ".")).resolve(".cache");
        return base.resolve("sam3flow");
    }
}
