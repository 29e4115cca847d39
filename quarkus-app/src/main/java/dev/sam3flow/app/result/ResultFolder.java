package dev.sam3flow.app.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a job's files as one folder, whole or not at all. */
public final class ResultFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlobStore blobs;

    public ResultFolder(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * Checks, before anything is paid for, that a result may be written there.
     *
     * @throws InvalidInputException if the folder holds something that is not a result of ours
     */
    public static void check(Path folder) {
        if (Files.exists(folder) && !(Files.isDirectory(folder) && (isEmpty(folder) || isResult(folder)))) {
            throw new InvalidInputException(folder
                    + " is there already and is not a result of sam3flow: give --out a new or" + " empty folder");
        }
    }

    /**
     * Writes the files of a result, in place of an earlier result of the same video.
     *
     * @throws InvalidInputException if the folder holds something else
     */
    public void write(JobResult result, Path folder) {
        check(folder);
        Path target = folder.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            Path fresh = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                copy(result.files(), fresh);
                refuseOtherVideo(fresh, target);
                swap(fresh, target);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + folder + ": " + e.getMessage(), e);
        }
    }

    private void copy(Map<String, BlobRef> files, Path fresh) throws IOException {
        for (Map.Entry<String, BlobRef> file : files.entrySet()) {
            Path path = fresh.resolve(file.getKey()).normalize();
            if (!path.startsWith(fresh) || path.equals(fresh)) {
                throw new IllegalArgumentException("file name '" + file.getKey() + "' leads out of the result folder");
            }
            Files.createDirectories(path.getParent());
            try (InputStream in = blobs.open(file.getValue())) {
                Files.copy(in, path);
            }
        }
    }

    /** A rename where there is nothing yet; else the old result steps aside first and comes back if that fails. */
    private static void swap(Path fresh, Path target) throws IOException {
        if (Files.getFileStore(fresh).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        if (!Files.exists(target)) {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path aside = fresh.resolveSibling(fresh.getFileName() + "-old");
        Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(aside);
    }

    private static void refuseOtherVideo(Path fresh, Path target) throws IOException {
        if (isResult(target) && !videoDigest(fresh).equals(videoDigest(target))) {
            throw new InvalidInputException(
                    target + " holds the result of another video: give --out a new folder, or remove it");
        }
    }

    private static String videoDigest(Path folder) throws IOException {
        Path summary = folder.resolve(JobResult.SUMMARY);
        JsonNode json = Files.exists(summary) ? JSON.readTree(summary.toFile()) : JSON.createObjectNode();
        return json.path("video").path("sha256").asText();
    }

    private static boolean isResult(Path folder) {
        return Files.isRegularFile(folder.resolve(JobResult.SUMMARY));
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("could not look into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
