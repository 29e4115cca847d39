package dev.sam3flow.app.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * Half-written files that a crash left in a folder of ours. Nothing tells whether their process lives, so that they go two days
 * after their last change: who writes a file changes it all the time.
 */
final class Leftovers {
    static final Duration ABANDONED = Duration.ofDays(2);

    private Leftovers() {}

    /**
     * Deletes files that are named so and have not changed for two days before {@code now}; a folder that is not there has
     * none. What cannot be deleted stays.
     *
     * @param names as a glob
     */
    static void sweep(Path folder, String names, Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            for (Path file : files) {
                if (isAbandoned(file, now)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(Leftovers.class.getName())
                    .log(System.Logger.Level.DEBUG, "left for the next sweep of " + folder, e);
        }
    }

    private static boolean isAbandoned(Path file, Instant now) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile()
                && attributes.lastModifiedTime().toInstant().isBefore(now.minus(ABANDONED));
    }
}
