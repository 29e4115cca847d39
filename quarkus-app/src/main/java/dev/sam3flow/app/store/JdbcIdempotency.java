package dev.sam3flow.app.store;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers kept under the caller's own key for 24 hours. An order that was cut off before it was answered holds its key for two
 * minutes.
 */
public final class JdbcIdempotency {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration IN_FLIGHT = Duration.ofMinutes(2);
    private static final String KEY = " where tenant = ? and idempotency_key = ?";

    private final Database database;
    private final Clock clock;

    public JdbcIdempotency(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What was answered. */
    public record Answer(int status, @Nullable String location, String body) {}

    /** How a key is found. */
    public sealed interface Found {
        /** Nobody has used it: go on, then {@link #keep} or {@link #forget}. */
        record Fresh() implements Found {}

        /** The same order was answered. */
        record Answered(Answer answer) implements Found {}

        /** The same order is being worked on. */
        record InFlight() implements Found {}

        /** Another order has this key. */
        record OtherOrder() implements Found {}
    }

    private record Row(
            String digest, OffsetDateTime begun, @Nullable Answer answer) {}

    /** Claims a key for an order, atomically. @param digest of all that was ordered */
    public Found claim(String tenant, String key, String digest) {
        OffsetDateTime now = now();
        return database.transaction(connection -> {
            Database.update(connection, "delete from idempotent_answer where begun_at < ?", now.minus(KEPT));
            int fresh = Database.update(
                    connection,
                    "insert into idempotent_answer (tenant, idempotency_key, order_digest, begun_at)"
                            + " values (?, ?, ?, ?) on conflict do nothing",
                    tenant,
                    key,
                    digest,
                    now);
            if (fresh == 1) {
                return new Found.Fresh();
            }
            List<Row> rows = Database.query(
                    connection,
                    row -> new Row(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class),
                            row.getObject(3) == null
                                    ? null
                                    : new Answer(row.getInt(3), row.getString(4), row.getString(5))),
                    "select order_digest, begun_at, status, location, body from idempotent_answer" + KEY
                            + " for update",
                    tenant,
                    key);
            if (rows.isEmpty()) {
                return new Found.InFlight();
            }
            Row row = rows.get(0);
            if (!row.digest().equals(digest)) {
                return new Found.OtherOrder();
            }
            if (row.answer() != null) {
                return new Found.Answered(row.answer());
            }
            if (row.begun().isAfter(now.minus(IN_FLIGHT))) {
                return new Found.InFlight();
            }
            Database.update(connection, "update idempotent_answer set begun_at = ?" + KEY, now, tenant, key);
            return new Found.Fresh();
        });
    }

    public void keep(String tenant, String key, Answer answer) {
        database.transaction(connection -> Database.update(
                connection,
                "update idempotent_answer set status = ?, location = ?, body = ?" + KEY,
                answer.status(),
                answer.location(),
                answer.body(),
                tenant,
                key));
    }

    /** Gives a key back whose order was not carried out. */
    public void forget(String tenant, String key) {
        database.transaction(connection -> Database.update(
                connection, "delete from idempotent_answer" + KEY + " and status is null", tenant, key));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
