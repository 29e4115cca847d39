package dev.sam3flow.app.rest;

import dev.sam3flow.app.money.Statement;
import dev.sam3flow.app.money.StatementText;
import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.store.LedgerPages;
import dev.sam3flow.app.store.LedgerPages.PostedEntry;
import dev.sam3flow.app.store.LedgerPages.Sums;
import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The caller's tenant's money. Simulated and real money are never added up. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "money")
public class LedgerResource {
    private final LedgerPages pages;
    private final PostedLedger ledger;
    private final Sam3Config config;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    LedgerResource(LedgerPages pages, PostedLedger ledger, Sam3Config config, CurrentCaller caller) {
        this.pages = pages;
        this.ledger = ledger;
        this.config = config;
        this.caller = caller;
    }

    /** One line of the book; amounts are signed: what leaves the budget is positive. */
    public record EntryView(
            long seq,
            Instant postedAt,
            String job,
            String kind,
            long amountMicroUsd,
            String reason,
            String entry,
            boolean simulated) {
        static EntryView of(PostedEntry posted) {
            String id = posted.entry().jobId();
            return new EntryView(
                    posted.seq(),
                    posted.postedAt(),
                    id.substring(id.indexOf('/') + 1),
                    posted.entry().kind().name(),
                    posted.entry().amount().value(),
                    posted.entry().reason(),
                    posted.entry().key(),
                    posted.entry().simulated());
        }
    }

    /** A page, newest first; {@code next} is what {@code before} takes for the page that follows, null on the last. */
    public record LedgerPage(
            List<EntryView> items, @Nullable Long next, Money total) {}

    /** Spent and held. */
    public record Money(
            long spentMicroUsd, long heldMicroUsd, long simulatedSpentMicroUsd, long simulatedHeldMicroUsd) {
        static Money of(Sums sums) {
            return new Money(
                    sums.spent().value(),
                    sums.held().value(),
                    sums.simulatedSpent().value(),
                    sums.simulatedHeld().value());
        }
    }

    /** A limit and what counts against it: spent in the period, and all that is held. */
    public record Budget(String name, @Nullable Long limitMicroUsd, Money used) {}

    @GET
    @Path("ledger")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Lists ledger entries, newest first")
    public LedgerPage entries(
            @QueryParam("job") @Nullable String job,
            @QueryParam("before") @Nullable Long before,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        int most = Paging.checked(limit);
        String tenant = caller.tenant();
        String id = job == null || job.isEmpty() ? null : new JobId(tenant, job).toString();
        List<PostedEntry> found = pages.page(tenant, id, before == null ? Long.MAX_VALUE : before, most + 1);
        List<EntryView> items = found.stream().limit(most).map(EntryView::of).toList();
        Long next = found.size() > most ? items.get(most - 1).seq() : null;
        return new LedgerPage(items, next, Money.of(pages.sums(tenant, LocalDate.EPOCH)));
    }

    @GET
    @Path("statements/{month}")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "A month's statement, in UTC", description = "format=csv or json; money=real or simulated.")
    public Response statement(
            @PathParam("month") String month,
            @QueryParam("format") @DefaultValue("json") String format,
            @QueryParam("money") @DefaultValue("real") String money) {
        boolean csv = oneOf("format", format, "csv", "json");
        boolean simulated = oneOf("money", money, "simulated", "real");
        Statement statement = Statement.of(ledger, caller.tenant(), month(month), simulated);
        if (!csv) {
            return Response.ok(StatementText.json(statement), MediaType.APPLICATION_JSON)
                    .build();
        }
        return Response.ok(String.join("\r\n", StatementText.csv(statement)) + "\r\n", "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"statement-" + statement.month() + ".csv\"")
                .build();
    }

    private static boolean oneOf(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new InvalidInputException(name + "=" + value + ": give " + yes + " or " + no);
        }
        return value.equals(yes);
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException("month '" + text + "': give YYYY-MM, such as 2026-11");
        }
    }

    @GET
    @Path("budgets")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(summary = "Limits, and what counts against them")
    public List<Budget> budgets() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return List.of(
                budget("tenant", config.budget().tenant(), LocalDate.EPOCH),
                budget("month", config.budget().month(), today.withDayOfMonth(1)),
                budget("day", config.budget().day(), today));
    }

    private Budget budget(String name, Optional<BigDecimal> limit, LocalDate from) {
        return new Budget(
                name,
                limit.map(MicroUsd::ofUsd).map(MicroUsd::value).orElse(null),
                Money.of(pages.sums(caller.tenant(), from)));
    }
}
