package dev.sam3flow.app.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a crash left half-written. Nothing tells whether the process that made it lives, so that it goes two days after its last
 * change: who writes a file changes it all the time.
 */
public final class Leftovers {
    static final Duration ABANDONED = Duration.ofDays(2);

    private Leftovers() {}

    /**
     * Deletes files, and folders with all that is in them, that are named so and have not changed for two days; a folder that
     * is not there has none. What cannot be deleted stays.
     *
     * @param names of what is made here by us alone, matched as a whole
     */
    public static void sweep(Path folder, Pattern names) {
        sweep(folder, names, Instant.now());
    }

    static void sweep(Path folder, Pattern names, Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path half : named(folder, names)) {
                List<Path> all = withAllIn(half);
                if (isAbandoned(all, now)) {
                    for (Path entry : all) {
                        Files.deleteIfExists(entry);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Leftovers.class.getName())
                    .log(System.Logger.Level.DEBUG, "left for the next sweep of " + folder, e);
        }
    }

    private static List<Path> named(Path folder, Pattern names) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry ->
                            names.matcher(String.valueOf(entry.getFileName())).matches())
                    .toList();
        }
    }

    /** What is in a folder before the folder itself; links are not followed. */
    private static List<Path> withAllIn(Path half) throws IOException {
        try (Stream<Path> entries = Files.walk(half)) {
            return entries.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static boolean isAbandoned(List<Path> entries, Instant now) throws IOException {
        for (Path entry : entries) {
            Instant changed =
                    Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (!changed.isBefore(now.minus(ABANDONED))) {
                return false;
            }
        }
        return true;
    }
}
