package dev.sam3flow.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files fetched from elsewhere, kept in one folder while there is room; those not used for longest go first. */
final class LocalCopies {
    /** A tool may still be reading what was handed out this lately. */
    private static final Duration IN_USE = Duration.ofHours(2);

    private final long keepBytes;

    LocalCopies(long keepBytes) {
        this.keepBytes = keepBytes;
    }

    private record Copy(Path file, long bytes, Instant used) {}

    /** Whether the file is there in full; it then counts as used now. */
    boolean has(Path file, long bytes) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != bytes) {
            return false;
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return true;
    }

    /** Deletes what is not in use until {@code bytes} more fit, or nothing more can go. */
    void makeRoom(Path folder, long bytes) throws IOException {
        List<Copy> copies = copies(folder);
        long kept = copies.stream().mapToLong(Copy::bytes).sum();
        Instant unused = Instant.now().minus(IN_USE);
        for (Copy copy : copies) {
            if (kept + bytes <= keepBytes || copy.used().isAfter(unused)) {
                return;
            }
            Files.deleteIfExists(copy.file());
            kept -= copy.bytes();
        }
    }

    private static List<Copy> copies(Path folder) throws IOException {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    copies.add(new Copy(
                            file,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                } catch (NoSuchFileException e) {
                    // another thread was done with it
                    continue;
                }
            }
        }
        copies.sort(Comparator.comparing(Copy::used));
        return copies;
    }
}
