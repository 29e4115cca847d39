package dev.sam3flow.temporal;

import dev.sam3flow.core.error.MediaException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * A folder for files that do not outlive the work they are made for, and how much may be in it before no more is begun. What
 * is under way comes to its end, so that the folder may hold one file for each such piece of work beyond it. Folders below
 * do not count: copies of stored videos have a bound of their own, and so has each download on its way into the store.
 *
 * @param folder made when it is needed
 * @param bytes of all files in it together
 */
public record WorkQuota(Path folder, long bytes) {
    /** 128 GiB. */
    public static final long DEFAULT_BYTES = 128L << 30;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    public WorkQuota {
        if (bytes < 1) {
            throw new IllegalArgumentException("a quota of " + bytes + " bytes: must be at least 1");
        }
    }

    /** Bytes of all files in the folder now. */
    public long used() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long used = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                used += sizeOrNothing(entry);
            }
        }
        return used;
    }

    private static long sizeOrNothing(Path entry) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (NoSuchFileException e) {
            return 0; // whoever made it is done with it
        }
    }

    /**
     * The folder, for work that is about to begin.
     *
     * @throws MediaException if it is full; retryable
     */
    public Path room() throws IOException {
        long used = used();
        if (used >= bytes) {
            throw new MediaException(
                    "the work folder " + folder + " holds " + used + " bytes, its quota is " + bytes
                            + ": wait until other work has ended, or raise the quota",
                    true,
                    null);
        }
        return Files.createDirectories(folder);
    }

    /**
     * As {@link #room()}, but waits for other work to end first.
     *
     * @param patience longest wait
     * @throws MediaException if it is full after that, or the thread is interrupted; retryable
     */
    public Path awaitRoom(Duration patience) throws IOException {
        long begin = System.nanoTime();
        while (used() >= bytes && System.nanoTime() - begin < patience.toNanos()) {
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return room();
    }
}
