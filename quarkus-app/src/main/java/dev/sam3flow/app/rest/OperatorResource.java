package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.store.JdbcAudit;
import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.app.store.JobPages.DatedJob;
import dev.sam3flow.app.store.JobPages.Filter;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What waits for a person, and what persons and machines have done. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "operator")
public class OperatorResource {
    private static final int MOST_OPEN = 1000;

    private final JobPages pages;
    private final AttemptStore attempts;
    private final JdbcAudit audit;
    private final CurrentCaller caller;

    OperatorResource(JobPages pages, AttemptStore attempts, JdbcAudit audit, CurrentCaller caller) {
        this.pages = pages;
        this.attempts = attempts;
        this.audit = audit;
        this.caller = caller;
    }

    /**
     * Something that waits for a person.
     *
     * @param kind {@code approval}, {@code submit} (its outcome is not known) or {@code chunk} (it failed)
     * @param chunk index of the chunk; null for an approval
     * @param attempt its latest attempt; null where there is none
     * @param why a plain sentence
     * @param amountMicroUsd what is at stake: the quote, or what is reserved for the attempt
     */
    public record Waiting(
            String kind,
            String job,
            String video,
            Instant since,
            @Nullable Integer chunk,
            @Nullable Integer attempt,
            @Nullable String why,
            @Nullable Long amountMicroUsd) {}

    @GET
    @Path("operator/queue")
    @RolesAllowed(Scope.APPROVE_ROLE)
    @Operation(
            summary = "What waits for a person",
            description = "Ambiguous submits, failed chunks that ask, approvals.")
    public List<Waiting> queue() {
        List<Waiting> waiting = new ArrayList<>();
        for (DatedJob job : pages.list(caller.tenant(), new Filter(null, true, null, null), MOST_OPEN)) {
            if (job.job().progress().phase() == JobPhase.WAITING_FOR_APPROVAL) {
                waiting.add(approval(job));
            }
            job.job().progress().chunks().stream()
                    .filter(chunk -> chunk.phase() == ChunkPhase.NEEDS_OPERATOR)
                    .forEach(chunk -> waiting.add(chunk(job, chunk)));
        }
        return waiting;
    }

    private static Waiting approval(DatedJob job) {
        MicroUsd quoted = job.job().progress().quoted();
        return new Waiting(
                "approval",
                key(job),
                JobSummary.videoName(job.job().request().video()),
                job.createdAt(),
                null,
                null,
                job.job().progress().note(),
                quoted == null ? null : quoted.value());
    }

    private Waiting chunk(DatedJob job, ChunkProgress chunk) {
        Optional<Attempt> latest = attempts.ofJob(job.job().request().id()).stream()
                .filter(attempt -> attempt.key().chunk() == chunk.chunk().index())
                .max(Comparator.comparingInt(attempt -> attempt.key().attempt()));
        boolean ambiguous = latest.isPresent() && latest.get().state() instanceof Ambiguous;
        String why = ambiguous && chunk.note().isEmpty()
                ? ((Ambiguous) Objects.requireNonNull(latest.get().state())).reason()
                : chunk.note();
        return new Waiting(
                ambiguous ? "submit" : "chunk",
                key(job),
                JobSummary.videoName(job.job().request().video()),
                latest.map(Attempt::intendedAt).orElse(job.createdAt()),
                chunk.chunk().index(),
                latest.map(attempt -> attempt.key().attempt()).orElse(null),
                why,
                latest.map(attempt -> attempt.reserved().value()).orElse(null));
    }

    private static String key(DatedJob job) {
        return job.job().request().id().requestKey();
    }

    /** A page, newest first; {@code next} is what {@code before} takes for the page that follows, null on the last. */
    public record AuditPage(
            List<JdbcAudit.Entry> items, @Nullable Long next) {}

    @GET
    @Path("audit")
    @RolesAllowed(Scope.ADMIN_ROLE)
    @Operation(summary = "What was done by whom, newest first")
    public AuditPage audit(
            @QueryParam("before") @Nullable Long before, @QueryParam("limit") @DefaultValue("100") int limit) {
        int most = Paging.checked(limit);
        List<JdbcAudit.Entry> found = audit.page(caller.tenant(), before == null ? Long.MAX_VALUE : before, most + 1);
        List<JdbcAudit.Entry> items = found.stream().limit(most).toList();
        return new AuditPage(items, found.size() > most ? items.get(most - 1).seq() : null);
    }
}
