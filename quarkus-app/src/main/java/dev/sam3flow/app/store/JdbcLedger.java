package dev.sam3flow.app.store;

import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger in a database. One locked row makes check and reservation a single step for all processes. */
public final class JdbcLedger implements PostedLedger {
    private static final String COLUMNS = "entry_key, tenant, job_id, kind, amount, reason, simulated";

    private final Database database;
    private final Budgets budgets;
    private final Clock clock;
    private final Consumer<LedgerEntry> onPosted;

    public JdbcLedger(Database database, Budgets budgets, Clock clock) {
        this(database, budgets, clock, entry -> {});
    }

    /** @param onPosted is told each entry once, after it is on disk */
    public JdbcLedger(Database database, Budgets budgets, Clock clock, Consumer<LedgerEntry> onPosted) {
        this.database = database;
        this.budgets = budgets;
        this.clock = clock;
        this.onPosted = onPosted;
    }

    @Override
    public void reserve(List<LedgerEntry> reservations, @Nullable MicroUsd jobLimit) {
        for (LedgerEntry entry : reservations) {
            if (entry.kind() != Kind.RESERVE
                    || !entry.jobId().equals(reservations.get(0).jobId())) {
                throw new IllegalArgumentException(
                        "entry " + entry.key() + ": only reservations of one job go together");
            }
        }
        List<LedgerEntry> posted = database.transaction(connection -> {
            lock(connection);
            List<LedgerEntry> fresh = fresh(connection, reservations);
            if (!fresh.isEmpty()) {
                checkBudgets(connection, fresh, jobLimit);
            }
            insert(connection, fresh);
            return fresh;
        });
        posted.forEach(onPosted);
    }

    @Override
    public void post(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<LedgerEntry> posted = database.transaction(connection -> {
            lock(connection);
            List<LedgerEntry> fresh = fresh(connection, entries);
            insert(connection, fresh);
            return fresh;
        });
        posted.forEach(onPosted);
    }

    @Override
    public List<Posted> postedBefore(String tenant, Instant before) {
        return database.transaction(connection -> Database.query(
                connection,
                row -> new Posted(row.getObject(8, OffsetDateTime.class).toInstant(), entry(row)),
                "select " + COLUMNS + ", posted_at from ledger_entry where tenant = ? and posted_at < ? order by seq",
                tenant,
                OffsetDateTime.ofInstant(before, ZoneOffset.UTC)));
    }

    @Override
    public List<String> tenants() {
        return database.transaction(connection -> Database.query(
                connection, row -> row.getString(1), "select distinct tenant from ledger_entry order by tenant"));
    }

    @Override
    public List<LedgerEntry> entries(JobId job) {
        return select("where job_id = ? order by seq", job.toString());
    }

    @Override
    public List<LedgerEntry> entries(String tenant) {
        return select("where tenant = ? order by seq", tenant);
    }

    private List<LedgerEntry> select(String where, String value) {
        return database.transaction(connection -> Database.query(
                connection, JdbcLedger::entry, "select " + COLUMNS + " from ledger_entry " + where, value));
    }

    private static void lock(Connection connection) throws SQLException {
        Database.query(connection, row -> row.getInt(1), "select id from ledger_lock where id = 1 for update");
    }

    private static List<LedgerEntry> fresh(Connection connection, List<LedgerEntry> entries) throws SQLException {
        List<LedgerEntry> fresh = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            List<LedgerEntry> there = Database.query(
                    connection,
                    JdbcLedger::entry,
                    "select " + COLUMNS + " from ledger_entry where entry_key = ?",
                    entry.key());
            if (there.isEmpty()) {
                fresh.add(entry);
            } else if (!there.get(0).equals(entry)) {
                throw new IllegalStateException("ledger entry " + entry.key() + " is there with other content: "
                        + there.get(0) + ", not " + entry);
            }
        }
        return fresh;
    }

    private void insert(Connection connection, List<LedgerEntry> entries) throws SQLException {
        OffsetDateTime now = now();
        for (LedgerEntry entry : entries) {
            Database.update(
                    connection,
                    "insert into ledger_entry (" + COLUMNS + ", posted_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                    entry.key(),
                    entry.tenant(),
                    entry.jobId(),
                    entry.kind().name(),
                    entry.amount().value(),
                    entry.reason(),
                    entry.simulated(),
                    now);
        }
        if (!entries.isEmpty()) {
            LedgerTotals.add(connection);
        }
    }

    private void checkBudgets(Connection connection, List<LedgerEntry> fresh, @Nullable MicroUsd jobLimit)
            throws SQLException {
        LedgerEntry first = fresh.get(0);
        MicroUsd asked = fresh.stream().map(LedgerEntry::amount).reduce(MicroUsd.ZERO, MicroUsd::plus);
        if (jobLimit != null) {
            check("job " + first.jobId(), jobLimit, ofJob(connection, first), asked);
        }
        LocalDate today = now().toLocalDate();
        LocalDate month = today.withDayOfMonth(1);
        checkTenant(connection, first, "tenant " + first.tenant(), budgets.tenant(), LocalDate.EPOCH, asked);
        checkTenant(connection, first, "day " + today, budgets.day(), today, asked);
        checkTenant(connection, first, "month " + today.toString().substring(0, 7), budgets.month(), month, asked);
    }

    /** What is held counts whenever it was reserved: a release of yesterday's makes no room today. */
    private static void checkTenant(
            Connection connection,
            LedgerEntry entry,
            String what,
            Optional<MicroUsd> limit,
            LocalDate from,
            MicroUsd asked)
            throws SQLException {
        if (limit.isPresent()) {
            MicroUsd committed = LedgerTotals.of(connection, entry.tenant(), entry.simulated(), from)
                    .committed();
            check(what, limit.get(), committed, asked);
        }
    }

    private static void check(String what, MicroUsd limit, MicroUsd committed, MicroUsd asked) {
        if (committed.plus(asked).compareTo(limit) > 0) {
            throw new OverBudgetException(
                    "over the budget of " + what + ": " + asked + " asked, " + limit.minus(committed) + " left of "
                            + limit + "; nothing was reserved. Raise the limit or shorten the job");
        }
    }

    private static MicroUsd ofJob(Connection connection, LedgerEntry like) throws SQLException {
        return Database.query(
                        connection,
                        row -> new MicroUsd(row.getLong(1)),
                        "select coalesce(sum(amount), 0) from ledger_entry where job_id = ? and simulated = ?",
                        like.jobId(),
                        like.simulated())
                .get(0);
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Kind.valueOf(row.getString(4)),
                new MicroUsd(row.getLong(5)),
                row.getString(6),
                row.getBoolean(7));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
