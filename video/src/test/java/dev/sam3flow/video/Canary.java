package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A file that nobody has any business reading. The file system tells: whoever reads it changes the time of the last access,
 * which was set to long ago.
 */
final class Canary {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

    private final Path file;

    Canary(Path file) {
        this.file = file;
    }

    /** Whether the file system tells reads at all; some are mounted so that it does not. */
    boolean tells() throws IOException {
        arm();
        Files.readAllBytes(file);
        boolean told = wasRead();
        arm();
        return told;
    }

    /** From now on a read is seen. */
    void arm() throws IOException {
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, LONG_AGO, null);
        assertThat(wasRead()).isFalse();
    }

    boolean wasRead() throws IOException {
        return !Files.readAttributes(file, BasicFileAttributes.class)
                .lastAccessTime()
                .equals(LONG_AGO);
    }
}
