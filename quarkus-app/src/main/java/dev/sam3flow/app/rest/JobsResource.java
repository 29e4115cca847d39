package dev.sam3flow.app.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.security.Secrets;
import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.app.store.JobPages.DatedJob;
import dev.sam3flow.app.store.JobPages.Filter;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.prompt.PromptLimit;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Jobs of the caller's tenant: order, list, look, cancel. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "jobs")
public class JobsResource {
    private static final Set<String> ORDINARY = Set.of("pause", "resume", "cancel", "set-parallelism", "set-priority");

    private final JobService jobs;
    private final JobPages pages;
    private final Ledger ledger;
    private final Uploads uploads;
    private final IdempotentOrders orders;
    private final PromptLimit promptLimit;
    private final ObjectMapper json;
    private final CurrentCaller caller;

    JobsResource(
            JobService jobs,
            JobPages pages,
            Ledger ledger,
            Uploads uploads,
            IdempotentOrders orders,
            PromptLimit promptLimit,
            ObjectMapper json,
            CurrentCaller caller) {
        this.jobs = jobs;
        this.pages = pages;
        this.ledger = ledger;
        this.uploads = uploads;
        this.orders = orders;
        this.promptLimit = promptLimit;
        this.json = json;
        this.caller = caller;
    }

    /** A page of jobs, newest first; {@code next} is what {@code after} takes for the page that follows, null on the last. */
    public record JobPage(List<JobSummary> items, @Nullable String next) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Orders a job",
            description =
                    "The video is an http(s) URL or the id of an upload. The same requestKey again is the same job.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "by text",
                                        value =
                                                "{\"video\":\"https://example.com/talk.mp4\",\"prompts\":[\"person\"],\"maxChargeUsd\":3.00}"),
                                @ExampleObject(
                                        name = "by a click and a box",
                                        value =
                                                "{\"video\":\"upload:0a6c2b1e-…\",\"prompts\":[\"dog\"],\"points\":[{\"x\":320,\"y\":180,\"foreground\":true}],\"boxes\":[{\"xMin\":200,\"yMin\":90,\"xMax\":460,\"yMax\":300}]}")
                            }))
    public Response order(
            @Nullable JobOrder order,
            @Parameter(description = "The same key with the same order gets the same answer for 24 hours")
                    @HeaderParam(IdempotentOrders.HEADER)
                    @Nullable
                    String idempotencyKey)
            throws JsonProcessingException {
        if (order == null) {
            throw new InvalidInputException("the body is empty: send JSON with at least video and prompts");
        }
        IdempotentOrders.check(idempotencyKey);
        String tenant = caller.tenant();
        String source = order.video() != null && order.video().startsWith(Uploads.SCHEME)
                ? uploads.file(tenant, order.video()).toUri().toString()
                : order.checkedUrl().toString();
        JobRequest request = checked(order.toRequest(tenant, source, fallbackKey(idempotencyKey)));
        return orders.once(tenant, idempotencyKey, json.writeValueAsString(order), () -> started(request));
    }

    /** The form has the file {@code video}, {@code prompt} once or more, and {@code requestKey} where wanted. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(summary = "Orders a job for a video that is sent along")
    public Response upload(
            @RestForm("video") @Nullable FileUpload video,
            @RestForm("prompt") List<String> prompts,
            @RestForm("requestKey") @Nullable String requestKey,
            @HeaderParam(IdempotentOrders.HEADER) @Nullable String idempotencyKey)
            throws IOException {
        IdempotentOrders.check(idempotencyKey);
        String tenant = caller.tenant();
        JobOrder order = JobOrder.form(requestKey, prompts);
        // before the file is taken over
        checked(order.toRequest(tenant, "upload:/", fallbackKey(null)));
        String digest = video == null ? "" : digest(video.uploadedFile());
        return orders.once(tenant, idempotencyKey, json.writeValueAsString(order) + digest, () -> {
            Uploads.Stored stored = uploads.keep(tenant, video);
            return started(order.toRequest(tenant, stored.file().toUri().toString(), fallbackKey(idempotencyKey)));
        });
    }

    /** With an idempotency key, an order that was cut off finds its job again. */
    private static String fallbackKey(@Nullable String idempotencyKey) {
        return idempotencyKey == null
                ? UUID.randomUUID().toString()
                : "idem-" + Secrets.hash(idempotencyKey).substring(0, 32);
    }

    private static String digest(java.nio.file.Path file) throws IOException {
        var digest = Secrets.sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private JobRequest checked(JobRequest request) {
        promptLimit.check(request.prompts());
        return request;
    }

    private Response started(JobRequest request) {
        JobId id = jobs.start(request);
        return Response.accepted(view(id.requestKey()))
                .location(URI.create("/api/v1/jobs/" + id.requestKey()))
                .build();
    }

    @GET
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Lists jobs, newest first")
    public JobPage list(
            @Parameter(description = "only jobs in this phase, such as DONE, or 'open' for all that have not ended")
                    @QueryParam("phase")
                    @Nullable
                    String phase,
            @Parameter(description = "only jobs whose key, video or prompts contain this") @QueryParam("q") @Nullable
                    String text,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @Parameter(description = "'next' of the page before") @QueryParam("after") @Nullable String after) {
        int most = Paging.checked(limit);
        boolean open = "open".equalsIgnoreCase(phase);
        Filter filter = new Filter(
                phase == null || phase.isEmpty() || open ? null : phase(phase),
                open,
                text == null || text.isBlank() ? null : text,
                after == null || after.isEmpty() ? null : Paging.place(after));
        List<DatedJob> found = pages.list(caller.tenant(), filter, most + 1);
        List<JobSummary> items = found.stream().limit(most).map(JobSummary::of).toList();
        return new JobPage(items, found.size() > most ? Paging.text(found.get(most - 1)) : null);
    }

    private static JobPhase phase(String name) {
        try {
            return JobPhase.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "phase '" + name + "': give 'open' or one of " + List.of(JobPhase.values()));
        }
    }

    @GET
    @Path("{key}")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Shows a job with its chunks")
    public JobView look(@PathParam("key") String key) {
        return view(key);
    }

    @DELETE
    @Path("{key}")
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Cancels a job",
            description = "What runs at the provider is deleted; what was paid for is kept.")
    public Response cancel(@PathParam("key") String key) {
        jobs.cancel(stored(key).job().request().id());
        return Response.accepted().build();
    }

    /** Tells a job something, whichever process drives it. The body may hold arguments, such as {@code ["3","absent"]}. */
    @POST
    @Path("{key}/{command}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.SUBMIT_ROLE, Scope.APPROVE_ROLE})
    @Operation(
            summary = "Tells a job something",
            description =
                    "pause, resume, cancel, set-parallelism, set-priority need the scope submit; approve, refuse, retry-chunk,"
                            + " skip-chunk, pay-again, resolve-submit need approve. The body is a list of arguments.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "pause", value = "[]"),
                                @ExampleObject(name = "resolve-submit", value = "[\"3\",\"found:abc123\"]")
                            }))
    public JobView tell(
            @PathParam("key") String key, @PathParam("command") String command, @Nullable List<String> arguments) {
        JobId id = stored(key).job().request().id();
        List<String> words = new ArrayList<>(List.of(command));
        if (arguments != null) {
            words.addAll(arguments);
        }
        JobCommand told = JobCommand.parse(words);
        Scope needed = ORDINARY.contains(command) ? Scope.SUBMIT : Scope.APPROVE;
        if (!caller.get().may(needed)) {
            throw new ForbiddenException(command + " needs the scope " + needed.role());
        }
        jobs.command(id, told);
        return view(key);
    }

    private JobView view(String key) {
        DatedJob job = stored(key);
        return JobView.of(job, ledger.balance(job.job().request().id()));
    }

    private DatedJob stored(String key) {
        return pages.find(caller.tenant(), new JobId(caller.tenant(), key).requestKey())
                .orElseThrow(() -> new NotFoundException("there is no job " + key));
    }
}
