package dev.sam3flow.app.store;

import dev.sam3flow.app.security.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was done by whom, append-only. Every row carries a digest over itself and the row before, so that a row that was changed or
 * taken out later is found by {@link #firstBroken}.
 */
public final class JdbcAudit {
    private static final String BEGINNING = "0".repeat(64);
    private static final int LONGEST = 300;

    private final Database database;
    private final Clock clock;

    public JdbcAudit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One row. */
    public record Entry(
            long seq, Instant at, String tenant, String actor, String action, String subject, String outcome) {
        String digest(String before) {
            return Secrets.hash(String.join(
                    "\n",
                    before,
                    Long.toString(seq),
                    Long.toString(at.toEpochMilli()),
                    tenant,
                    actor,
                    action,
                    subject,
                    outcome));
        }
    }

    /** Adds a row. Texts are cut at 300 characters, and line breaks become blanks. */
    public void append(String tenant, String actor, String action, String subject, String outcome) {
        database.transaction(connection -> {
            Database.query(connection, row -> row.getInt(1), "select id from audit_lock where id = 1 for update");
            List<String> last = Database.query(
                    connection, row -> row.getString(1), "select digest from audit_entry order by seq desc limit 1");
            long seq = 1
                    + Database.query(connection, row -> row.getLong(1), "select coalesce(max(seq), 0) from audit_entry")
                            .get(0);
            Entry entry = new Entry(
                    seq,
                    Instant.ofEpochMilli(clock.millis()),
                    tenant,
                    line(actor, 200),
                    line(action, 100),
                    line(subject, LONGEST),
                    line(outcome, LONGEST));
            return insert(connection, entry, last.isEmpty() ? BEGINNING : last.get(0));
        });
    }

    private static int insert(Connection connection, Entry entry, String before) throws SQLException {
        return Database.update(
                connection,
                "insert into audit_entry (seq, at_millis, tenant, actor, action, subject, outcome, digest)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.seq(),
                entry.at().toEpochMilli(),
                entry.tenant(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.outcome(),
                entry.digest(before));
    }

    /** Newest first. @param before only rows with a smaller number; {@link Long#MAX_VALUE} for all */
    public List<Entry> page(String tenant, long before, int most) {
        return database.transaction(connection -> Database.query(
                connection,
                JdbcAudit::entry,
                "select seq, at_millis, tenant, actor, action, subject, outcome from audit_entry"
                        + " where tenant = ? and seq < ? order by seq desc limit ?",
                tenant,
                before,
                most));
    }

    /** Number of the first row whose digest does not follow from what is there; empty where all do. */
    public OptionalLong firstBroken() {
        return database.transaction(connection -> {
            String before = BEGINNING;
            long expected = 1;
            for (Object[] row : Database.query(
                    connection,
                    row -> new Object[] {entry(row), row.getString(8)},
                    "select seq, at_millis, tenant, actor, action, subject, outcome, digest from audit_entry order by seq")) {
                Entry entry = (Entry) row[0];
                if (entry.seq() != expected || !entry.digest(before).equals(row[1])) {
                    return OptionalLong.of(expected);
                }
                before = entry.digest(before);
                expected++;
            }
            return OptionalLong.empty();
        });
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    private static String line(String text, int most) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > most ? line.substring(0, most - 1) + "…" : line;
    }
}
