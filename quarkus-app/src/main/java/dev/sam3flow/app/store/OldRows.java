package dev.sam3flow.app.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Rows that nothing asks for any more. Jobs, attempts, the ledger and the audit are none of them: they are kept. */
public final class OldRows {
    /** The provider delivers no callback about a prediction that it has forgotten. */
    private static final Duration CALLBACKS = Duration.ofDays(8);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration STARTS = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;

    public OldRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes them; may be done by several processes at once. @return how many */
    public int delete() {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        return database.transaction(connection -> deleted(connection, "upload where expires_at < ?", now)
                + deleted(connection, "callback where received_at < ?", now.minus(CALLBACKS))
                + deleted(connection, "job_wish where asked_at < ?", now.minus(DAY))
                + deleted(connection, "job_lease where expires_at < ?", now.minus(DAY))
                + deleted(connection, "idempotent_answer where begun_at < ?", now.minus(DAY))
                + deleted(connection, "account_start where seen_at < ?", now.minus(STARTS)));
    }

    private static int deleted(Connection connection, String which, OffsetDateTime before) throws SQLException {
        return Database.update(connection, "delete from " + which, before);
    }
}
