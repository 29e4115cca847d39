package dev.sam3flow.app.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.prompt.Prompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a job's files as one folder, whole or not at all. */
public final class ResultFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names the files that are ours, so that nobody else's is ever removed. */
    private static final String CONTENTS = ".sam3flow";

    private static final String OTHER_VIDEO = "holds the result of another video";
    private static final String OTHER_PROMPTS = "holds the result of other prompts";

    private final BlobStore blobs;

    public ResultFolder(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * Checks, before anything is paid for, that a result may be written there.
     *
     * @param sha256 digest of the video; null where it is not known yet
     * @throws InvalidInputException if the folder holds something that is not an earlier result of the same order
     */
    public static void check(Path folder, @Nullable String sha256, Prompts prompts) {
        if (!isFree(folder)) {
            JsonNode held = summary(folder);
            refuseIf(
                    sha256 != null
                            && !held.path("video").path("sha256").asText().equals(sha256),
                    folder,
                    OTHER_VIDEO);
            JsonNode asked = held.path("prompts");
            boolean same = asked.path("texts").equals(JSON.valueToTree(prompts.texts()))
                    && asked.path("points").equals(JSON.valueToTree(prompts.points()))
                    && asked.path("boxes").equals(JSON.valueToTree(prompts.boxes()));
            refuseIf(!same, folder, OTHER_PROMPTS);
        }
    }

    /**
     * Writes the files of a result, in place of an earlier result of the same video and prompts.
     *
     * @throws InvalidInputException if the folder holds something else
     */
    public void write(JobResult result, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        boolean free = isFree(target);
        try {
            Files.createDirectories(target.getParent());
            Path fresh = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                copy(result.files(), fresh);
                Files.write(
                        fresh.resolve(CONTENTS), new TreeSet<>(result.files().keySet()));
                if (!free) {
                    JsonNode held = summary(target);
                    JsonNode now = summary(fresh);
                    refuseIf(
                            !held.path("video")
                                    .path("sha256")
                                    .equals(now.path("video").path("sha256")),
                            folder,
                            OTHER_VIDEO);
                    refuseIf(!held.path("prompts").equals(now.path("prompts")), folder, OTHER_PROMPTS);
                }
                swap(fresh, target);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * True where nothing is there yet.
     *
     * @throws InvalidInputException if there is something that may not be replaced
     */
    private static boolean isFree(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        refuseIf(!Files.isDirectory(folder), folder, "is not a folder");
        try {
            if (isEmpty(folder)) {
                return true;
            }
            refuseIf(!isResult(folder), folder, "is not empty, and not a result of sam3flow");
            Set<String> ours = new HashSet<>(Files.readAllLines(folder.resolve(CONTENTS)));
            ours.add(CONTENTS);
            try (Stream<Path> entries = Files.walk(folder)) {
                Optional<Path> foreign = entries.filter(Files::isRegularFile)
                        .filter(file -> !ours.contains(name(folder, file)))
                        .findFirst();
                foreign.ifPresent(file -> refuseIf(true, folder, "also holds " + name(folder, file)));
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("could not look into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static void refuseIf(boolean wrong, Path folder, String why) {
        if (wrong) {
            throw new InvalidInputException(
                    "result folder " + folder + " " + why + ": give --out a new or empty folder, or remove it");
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

    private static JsonNode summary(Path folder) {
        try {
            Path summary = folder.resolve(JobResult.SUMMARY);
            return Files.exists(summary) ? JSON.readTree(summary.toFile()) : JSON.createObjectNode();
        } catch (IOException e) {
            throw new InvalidInputException(
                    folder + ": its " + JobResult.SUMMARY + " cannot be read: remove the folder", e);
        }
    }

    private static boolean isResult(Path folder) {
        return Files.isRegularFile(folder.resolve(CONTENTS));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
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
