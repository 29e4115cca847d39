package dev.sam3flow.app.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.store.Leftovers;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.prompt.Prompts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a job's files as one folder, whole or not at all. */
public final class ResultFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names the files that are ours, so that nobody else's is ever removed. */
    private static final String CONTENTS = ".sam3flow";

    private static final Pattern HALF = Pattern.compile("\\.sam3-\\d+\\.half");

    private static final String OTHER_VIDEO = "holds the result of another video";
    private static final String OTHER_FILE = "holds the result of something else";
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
                    && asked.path("boxes").equals(JSON.valueToTree(prompts.boxes()))
                    && asked.path("atFrame").asInt(0) == prompts.atFrame();
            refuseIf(!same, folder, OTHER_PROMPTS);
        }
    }

    /**
     * Writes the files of a result, in place of an earlier result of the same video and prompts.
     *
     * @throws InvalidInputException if the folder holds something else
     */
    public void write(JobResult result, Path folder) {
        write(folder, fresh -> copy(result.files(), fresh), (held, now) -> {
            refuseIf(!sha256(held, "video").equals(sha256(now, "video")), folder, OTHER_VIDEO);
            refuseIf(!held.path("prompts").equals(now.path("prompts")), folder, OTHER_PROMPTS);
        });
    }

    /**
     * Writes what was decoded of an RLE file, in place of what was decoded of it before; {@code summary.json} has the
     * digest as {@code rle.sha256}.
     *
     * @throws InvalidInputException if the folder holds something else
     */
    public static void writeDecoded(Path folder, Filling filling) {
        write(
                folder,
                filling,
                (held, now) -> refuseIf(!sha256(held, "rle").equals(sha256(now, "rle")), folder, OTHER_FILE));
    }

    private static JsonNode sha256(JsonNode summary, String of) {
        return summary.path(of).path("sha256");
    }

    /** Puts files into a folder that nobody else sees yet. */
    @FunctionalInterface
    public interface Filling {
        void into(Path fresh) throws IOException;
    }

    /** Refuses to replace the result of another order. */
    private interface SameOrder {
        void require(JsonNode held, JsonNode now);
    }

    private static void write(Path folder, Filling filling, SameOrder same) {
        Path target = folder.toAbsolutePath().normalize();
        boolean free = isFree(target);
        try {
            String half = "." + target.getFileName() + "-";
            Path beside = Files.createDirectories(target.getParent());
            Leftovers.sweep(beside, Pattern.compile(Pattern.quote(half) + "\\d+"));
            Path fresh = Files.createTempDirectory(beside, half);
            try {
                filling.into(fresh);
                Files.write(fresh.resolve(CONTENTS), files(fresh));
                if (!free) {
                    same.require(summary(target), summary(fresh));
                }
                swap(fresh, target);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile)
                    .map(file -> name(folder, file))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /**
     * Puts one more file into a folder, whole or not at all. In a result folder it takes the place of an earlier one of
     * that name.
     *
     * @throws InvalidInputException if there is a file of that name that is not the result's
     */
    public static Path add(Path folder, String name, Content content) {
        Path whole = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(whole);
            Set<String> ours = isResult(folder)
                    ? new TreeSet<>(Files.readAllLines(folder.resolve(CONTENTS)))
                    : new TreeSet<>(Set.of());
            if (Files.exists(whole.resolve(name)) && !ours.contains(name)) {
                throw new InvalidInputException(
                        folder.resolve(name) + " exists already: remove it, or give another folder as --out");
            }
            replace(whole, name, content);
            if (isResult(folder) && ours.add(name)) {
                replace(
                        whole,
                        CONTENTS,
                        out -> out.write((String.join("\n", ours) + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            return folder.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** What is half written lies beside the folder, where nobody takes it for a part of the result. */
    private static void replace(Path folder, String name, Content content) throws IOException {
        Path beside = folder.getParent() == null ? folder : folder.getParent();
        Leftovers.sweep(beside, HALF);
        Path half = Files.createTempFile(beside, ".sam3-", ".half");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half), 1 << 16)) {
                content.to(out);
            }
            if (Files.getFileStore(half).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
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
