package dev.sam3flow.app.rest;

import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Jobs of the default tenant: order, list, look, fetch, cancel. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class JobsResource {
    private static final int MOST_LISTED = 500;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final JobService jobs;
    private final JobStore store;
    private final BlobStore blobs;
    private final Sam3Config config;

    JobsResource(JobService jobs, JobStore store, BlobStore blobs, Sam3Config config) {
        this.jobs = jobs;
        this.store = store;
        this.blobs = blobs;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response order(@Nullable JobOrder order) {
        if (order == null) {
            throw new InvalidInputException("the body is empty: send JSON with at least video and prompts");
        }
        return started(order.toRequest());
    }

    /** The form has the file {@code video}, {@code prompt} once or more, and {@code requestKey} where wanted. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm("video") @Nullable FileUpload video,
            @RestForm("prompt") List<String> prompts,
            @RestForm("requestKey") @Nullable String requestKey)
            throws IOException {
        if (video == null) {
            throw new InvalidInputException(
                    "the form has no file 'video': send multipart/form-data with video and prompt");
        }
        JobOrder order =
                new JobOrder(requestKey, null, prompts, null, null, null, null, null, null, null, null, null, null);
        java.nio.file.Path kept = config.dataDir().resolve("uploads").resolve(UUID.randomUUID() + ".video");
        JobRequest request = order.toRequest(kept.toAbsolutePath().toUri().toString());
        Files.createDirectories(kept.getParent());
        Files.move(video.uploadedFile(), kept, StandardCopyOption.REPLACE_EXISTING);
        return started(request);
    }

    private Response started(JobRequest request) {
        JobId id = jobs.start(request);
        return Response.accepted(JobView.of(jobs.progress(id)))
                .location(URI.create("/api/v1/jobs/" + id.requestKey()))
                .build();
    }

    @GET
    public List<JobView> list(@QueryParam("most") @DefaultValue("50") int most) {
        if (most < 1 || most > MOST_LISTED) {
            throw new InvalidInputException("most=" + most + ": give a number from 1 to " + MOST_LISTED);
        }
        return store.list(JobId.DEFAULT_TENANT, most).stream().map(JobView::of).toList();
    }

    @GET
    @Path("{key}")
    public JobView look(@PathParam("key") String key) {
        return JobView.of(stored(key));
    }

    @GET
    @Path("{key}/files/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public InputStream file(@PathParam("key") String key, @PathParam("name") String name) {
        BlobRef ref =
                stored(key).result().map(result -> result.files().get(name)).orElse(null);
        if (ref == null) {
            throw new NotFoundException("job " + key + " has no file '" + name + "' (yet): its detail lists the files");
        }
        return blobs.open(ref);
    }

    /** Tells a job something, whichever process drives it. The body may hold arguments, such as {@code ["3","absent"]}. */
    @POST
    @Path("{key}/{command}")
    @Consumes(MediaType.APPLICATION_JSON)
    public JobView tell(
            @PathParam("key") String key, @PathParam("command") String command, @Nullable List<String> arguments) {
        JobId id = stored(key).request().id();
        List<String> words = new ArrayList<>(List.of(command));
        if (arguments != null) {
            words.addAll(arguments);
        }
        jobs.command(id, JobCommand.parse(words));
        return JobView.of(jobs.progress(id));
    }

    /** The job's view at each change, and once more when it has ended. */
    @GET
    @Path("{key}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<JobView> events(@PathParam("key") String key) {
        stored(key);
        Multi<JobView> changes = Multi.createFrom()
                .ticks()
                .every(BETWEEN_LOOKS)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(tick -> stored(key))
                .select()
                .first(job -> job.result().isEmpty())
                .map(job -> JobView.of(jobs.progress(job.request().id())))
                .skip()
                .repetitions();
        Multi<JobView> end = Multi.createFrom()
                .item(() -> JobView.of(stored(key)))
                .runSubscriptionOn(Infrastructure.getDefaultExecutor());
        return Multi.createBy().concatenating().streams(changes, end);
    }

    @DELETE
    @Path("{key}")
    public Response cancel(@PathParam("key") String key) {
        jobs.cancel(stored(key).request().id());
        return Response.accepted().build();
    }

    private JobStore.StoredJob stored(String key) {
        JobId id = new JobId(JobId.DEFAULT_TENANT, key);
        return store.find(id).orElseThrow(() -> new NotFoundException("there is no job " + key));
    }
}
