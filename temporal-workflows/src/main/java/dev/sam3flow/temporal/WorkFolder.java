package dev.sam3flow.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * This process's own folder for files that do not outlive the work they are made for; nobody else may read it.
 *
 * <p>A lock file within it, held as long as the process lives however it ends, tells the leftovers of a crash from the files
 * of a process that runs: the next process that opens a work folder beside it removes the former.
 */
public final class WorkFolder {
    private static final String LOCK = ".lock";
    private static final String PREFIX = "process-";
    /** A folder is made before it is locked. */
    private static final Duration LEAST_AGE = Duration.ofSeconds(30);

    private static final Map<Path, WorkFolder> OPEN = new ConcurrentHashMap<>();

    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** This process's work folder under the data folder; made, and leftovers of others swept, at the first call. */
    public static Path of(Path dataDir) {
        return OPEN.computeIfAbsent(dataDir.toAbsolutePath().normalize(), WorkFolder::openIn).path;
    }

    private static WorkFolder openIn(Path dataDir) {
        try {
            WorkFolder folder = open(Files.createDirectories(dataDir.resolve("work")), Instant.now());
            Runtime.getRuntime().addShutdownHook(new Thread(folder::remove, "sam3flow-work"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("no work folder in " + dataDir + ": " + e.getMessage(), e);
        }
    }

    /** @param now folders made shortly before it are not swept */
    static WorkFolder open(Path work, Instant now) throws IOException {
        sweep(work, now);
        Path folder = Files.createTempDirectory(work, PREFIX);
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new WorkFolder(folder, lock);
    }

    private static void sweep(Path work, Instant now) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(work)) {
            folders = entries.filter(WorkFolder::isOurs).toList();
        }
        for (Path folder : folders) {
            if (Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(LEAST_AGE)) && isAbandoned(folder)) {
                delete(folder);
            }
        }
    }

    private static boolean isOurs(Path folder) {
        return Files.isDirectory(folder) && String.valueOf(folder.getFileName()).startsWith(PREFIX);
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process holds it
        }
    }

    Path path() {
        return path;
    }

    /** Removes the folder with all that is in it, and lets go of its lock; what cannot be removed is left to the next sweep. */
    void remove() {
        try {
            delete(path);
            lock.close();
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(WorkFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "left for the next sweep: " + path, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
