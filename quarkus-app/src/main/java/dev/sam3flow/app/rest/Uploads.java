package dev.sam3flow.app.rest;

import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.app.store.Leftovers;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/**
 * Videos that callers have sent, each in a folder of its own under its tenant's. One that no job was ordered with is removed after
 * a day, and one that broke off while a process ended after two.
 */
@Singleton
public class Uploads {
    /** How an order names an uploaded video. */
    static final String SCHEME = "upload:";

    private static final Duration KEPT = Duration.ofHours(24);
    /** As the server names a body that it still receives. */
    private static final Pattern INCOMING = Pattern.compile("[0-9a-f-]{36}");

    private final Path incoming;
    private final Path folder;
    private final long mostBytes;
    private final JobPages jobs;

    @Inject
    Uploads(Sam3Config config, JobPages jobs) {
        this(config.dataDir(), config.maxVideoBytes(), jobs);
    }

    Uploads(Path dataDir, long mostBytes, JobPages jobs) {
        incoming = dataDir.toAbsolutePath().normalize().resolve("incoming");
        folder = incoming.resolveSibling("uploads");
        this.mostBytes = mostBytes;
        this.jobs = jobs;
    }

    /** An uploaded video. */
    record Stored(String id, Path file) {}

    /** Takes a file over from the request. */
    Stored keep(String tenant, @Nullable FileUpload video) {
        if (video == null) {
            throw new InvalidInputException("the form has no file 'video': send multipart/form-data with video");
        }
        if (video.size() > mostBytes) {
            throw new Problem.Refusal(
                    413, "video-too-large", "the video has " + video.size() + " bytes: at most " + mostBytes);
        }
        String id = UUID.randomUUID().toString();
        Path kept = folder.resolve(tenant).resolve(id).resolve(safe(video.fileName()));
        try {
            Files.createDirectories(kept.getParent());
            Files.move(video.uploadedFile(), kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not keep an upload: " + e.getMessage(), e);
        }
        return new Stored(SCHEME + id, kept);
    }

    /** The file of an uploaded video. @throws NotFoundException if the tenant has none with this id, or no longer */
    Path file(String tenant, String id) {
        String name = id.startsWith(SCHEME) ? id.substring(SCHEME.length()) : id;
        if (!name.matches("[0-9a-f-]{36}")) {
            throw new InvalidInputException("upload '" + name + "': give the id that POST /api/v1/videos answered");
        }
        Path upload = folder.resolve(tenant).resolve(name);
        if (Files.isDirectory(upload)) {
            try (Stream<Path> files = Files.list(upload)) {
                return files.findFirst().orElseThrow(() -> gone(id));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw gone(id);
    }

    private static NotFoundException gone(String id) {
        return new NotFoundException(id + " is not here (any more): upload the video again");
    }

    /** Removes an upload that came to nothing. */
    void forget(Stored upload) {
        try {
            Files.deleteIfExists(upload.file());
            Files.deleteIfExists(upload.file().getParent());
        } catch (IOException e) {
            // the daily sweep finds it
        }
    }

    @Scheduled(every = "1h", delayed = "10m")
    void sweep() throws IOException {
        Leftovers.sweep(incoming, INCOMING);
        for (Path tenant : inside(folder)) {
            for (Path upload : inside(tenant)) {
                boolean old = Files.getLastModifiedTime(upload)
                        .toInstant()
                        .isBefore(Instant.now().minus(KEPT));
                if (old && !jobs.mentions(name(tenant), name(upload))) {
                    inside(upload).forEach(file -> forget(new Stored(SCHEME, file)));
                }
            }
        }
    }

    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String safe(@Nullable String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String safe = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]+", "_");
        return safe.isEmpty() ? "video" : safe.substring(Math.max(0, safe.length() - 100));
    }
}
