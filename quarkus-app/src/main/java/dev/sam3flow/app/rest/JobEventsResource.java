package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.Ledger;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Progress as server-sent events. However many listen to a job, it is read once a beat. */
@Path("/api/v1/jobs/{key}/events")
@Tag(name = "jobs")
public class JobEventsResource {
    private static final Duration BEAT = Duration.ofMillis(500);

    private final JobPages pages;
    private final Ledger ledger;
    private final CurrentCaller caller;
    private final Map<JobId, Read> latest = new ConcurrentHashMap<>();

    private record Read(JobView view, long atNanos) {}

    JobEventsResource(JobPages pages, Ledger ledger, CurrentCaller caller) {
        this.pages = pages;
        this.ledger = ledger;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(
            summary = "Follows a job",
            description =
                    "Server-sent events: the job as its detail shows it, whenever it has changed; ends with the job.")
    @io.smallrye.common.annotation.Blocking
    public Multi<JobView> follow(@PathParam("key") String key) {
        JobId id = new JobId(caller.tenant(), key);
        JobView now = look(id);
        Multi<JobView> later = Multi.createFrom()
                .ticks()
                .startingAfter(BEAT)
                .every(BEAT)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> look(id));
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(now), later)
                .select()
                .first(view -> !view.phase().isTerminal())
                .skip()
                .repetitions()
                .onCompletion()
                .switchTo(() -> Multi.createFrom()
                        .item(() -> look(id))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private JobView look(JobId id) {
        long now = System.nanoTime();
        Read read = latest.compute(
                id,
                (key, old) -> old != null && now - old.atNanos() < BEAT.toNanos() / 2 ? old : new Read(read(id), now));
        if (read.view().phase().isTerminal()) {
            latest.remove(id);
        }
        return read.view();
    }

    private JobView read(JobId id) {
        return pages.find(id.tenant(), id.requestKey())
                .map(job -> JobView.of(job, ledger.balance(id)))
                .orElseThrow(() -> new NotFoundException("there is no job " + id.requestKey()));
    }
}
