package dev.sam3flow.app.store;

import dev.sam3flow.app.store.LedgerTotals.Total;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's ledger, to be read by people: page by page, by month, in sums. */
public final class LedgerPages {
    private static final String COLUMNS = "seq, posted_at, entry_key, tenant, job_id, kind, amount, reason, simulated";

    private final Database database;

    public LedgerPages(Database database) {
        this.database = database;
    }

    /** An entry with its place and time. */
    public record PostedEntry(long seq, Instant postedAt, LedgerEntry entry) {}

    /** Spent and held, each of real and of simulated money. */
    public record Sums(MicroUsd spent, MicroUsd held, MicroUsd simulatedSpent, MicroUsd simulatedHeld) {}

    /** Newest first. @param job {@code tenant/key}, or null for all @param before only smaller numbers */
    public List<PostedEntry> page(String tenant, @Nullable String job, long before, int most) {
        List<Object> values = new ArrayList<>(List.of(tenant, before));
        if (job != null) {
            values.add(job);
        }
        values.add(most);
        return select(
                "where tenant = ? and seq < ?" + (job == null ? "" : " and job_id = ?") + " order by seq desc limit ?",
                values);
    }

    /** @param from counts only spending from this day on, in UTC; all that is held counts */
    public Sums sums(String tenant, LocalDate from) {
        return database.transaction(connection -> {
            Total real = LedgerTotals.of(connection, tenant, false, from);
            Total simulated = LedgerTotals.of(connection, tenant, true, from);
            return new Sums(real.spent(), real.held(), simulated.spent(), simulated.held());
        });
    }

    private List<PostedEntry> select(String where, List<Object> values) {
        return database.transaction(connection -> Database.query(
                connection, LedgerPages::entry, "select " + COLUMNS + " from ledger_entry " + where, values.toArray()));
    }

    private static PostedEntry entry(ResultSet row) throws SQLException {
        return new PostedEntry(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                new LedgerEntry(
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        Kind.valueOf(row.getString(6)),
                        new MicroUsd(row.getLong(7)),
                        row.getString(8),
                        row.getBoolean(9)));
    }
}
