package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.security.Secrets;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.export.Exporter;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a job made: streamed, in ranges where asked, with ETags. */
@Path("/api/v1/jobs/{key}")
@Blocking
@Tag(name = "results")
public class JobFilesResource {
    private static final int MOST_REMEMBERED = 1000;
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("json", "application/json"),
            Map.entry("jsonl", "application/x-ndjson"),
            Map.entry("csv", "text/csv;charset=UTF-8"),
            Map.entry("xml", "application/xml"),
            Map.entry("txt", "text/plain;charset=UTF-8"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("webm", "video/webm"),
            Map.entry("mkv", "video/x-matroska"));

    private final JobStore store;
    private final BlobStore blobs;
    private final CurrentCaller caller;
    private final Map<String, BlobRef> exported = new ConcurrentHashMap<>();

    JobFilesResource(JobStore store, BlobStore blobs, CurrentCaller caller) {
        this.store = store;
        this.blobs = blobs;
        this.caller = caller;
    }

    @GET
    @Path("files/{name}")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Fetches a result file", description = "Takes Range, If-Range and If-None-Match.")
    public Response file(@PathParam("key") String key, @PathParam("name") String name, @Context HttpHeaders headers) {
        BlobRef ref =
                stored(key).result().map(result -> result.files().get(name)).orElse(null);
        if (ref == null) {
            throw new NotFoundException("job " + key + " has no file '" + name + "' (yet): its detail lists the files");
        }
        return answer(ref, name, headers);
    }

    @GET
    @Path("exports/{name}")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(
            summary = "Fetches the result in another format",
            description =
                    "Made from the masks when it is first asked for; formats with the video's pixels only where they"
                            + " were ordered.")
    public Response export(@PathParam("key") String key, @PathParam("name") String name, @Context HttpHeaders headers) {
        Exports.check(name);
        Map<String, BlobRef> files = stored(key).result().map(JobResult::files).orElse(Map.of());
        BlobRef masks = files.get(JobResult.MASKS);
        if (masks == null) {
            throw new NotFoundException("job " + key + " has no masks (yet)");
        }
        String file = PixelExport.find(name)
                .map(PixelExport::fileName)
                .orElseGet(() -> Exports.named(name).fileName());
        BlobRef ordered = files.get(file);
        if (ordered != null) {
            return answer(ordered, file, headers);
        }
        if (PixelExport.find(name).isPresent()) {
            throw new InvalidInputException("export '" + name + "' needs the video's pixels and was not ordered: order"
                    + " the job with it, or run 'sam3 convert' on its result");
        }
        if (exported.size() >= MOST_REMEMBERED) {
            exported.clear();
        }
        BlobRef made =
                exported.computeIfAbsent(masks.sha256() + " " + name, unused -> make(Exports.named(name), masks));
        return answer(made, file, headers);
    }

    private BlobRef make(Exporter exporter, BlobRef masks) {
        return blobs.put(
                extension(exporter.fileName()), masks.frames(), out -> exporter.write(() -> blobs.open(masks), out));
    }

    @GET
    @Path("video")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Fetches the source", description = "Only of jobs whose video was uploaded.")
    public Response video(@PathParam("key") String key, @Context HttpHeaders headers) throws IOException {
        java.nio.file.Path file = localVideo(stored(key).request())
                .orElseThrow(() -> new NotFoundException(
                        "the video of job " + key + " is not kept here: it was ordered by URL, or has been removed"));
        String tag = Secrets.hash(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        return new FileAnswer(name, type(name), Files.size(file), tag, () -> Files.newInputStream(file)).to(headers);
    }

    /** The source where it is a file of this machine that is still there. */
    static Optional<java.nio.file.Path> localVideo(JobRequest request) {
        URI video = URI.create(request.video());
        if (!"file".equalsIgnoreCase(video.getScheme())) {
            return Optional.empty();
        }
        return Optional.of(java.nio.file.Path.of(video)).filter(Files::isRegularFile);
    }

    private Response answer(BlobRef ref, String name, HttpHeaders headers) {
        return new FileAnswer(name, type(name), ref.bytes(), ref.sha256(), () -> blobs.open(ref)).to(headers);
    }

    private static String type(String name) {
        return TYPES.getOrDefault(extension(name), "application/octet-stream");
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private JobStore.StoredJob stored(String key) {
        return store.find(new JobId(caller.tenant(), key))
                .orElseThrow(() -> new NotFoundException("there is no job " + key));
    }
}
