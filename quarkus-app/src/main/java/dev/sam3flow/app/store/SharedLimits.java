package dev.sam3flow.app.store;

import dev.sam3flow.client.AccountLimits;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.PredictionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One account's limits for all processes that share a database, each with an instance of its own. Their clocks have to agree
 * as well as clocks do that are kept by a time service.
 *
 * <p>What a process that died was about to start, or had started, counts until it would have been seen again.
 */
public final class SharedLimits implements AccountLimits {
    private static final Logger LOG = Logger.getLogger(SharedLimits.class);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** A look at a full account again after this long: what runs takes minutes. */
    private static final Duration FULL_PAUSE = Duration.ofSeconds(5);

    /** No submit takes longer to be answered. */
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(3);
    /** What nobody has looked at for this long, many times the longest pause between two looks, holds no place. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

    private final Supplier<Database> database;
    private final String account;
    private final int startsPerMinute;
    private final int inFlight;
    private final Clock clock;
    /** Rows of the starts granted to this process that are not answered; which of them is whose does not matter. */
    private final Queue<String> beginning = new ConcurrentLinkedQueue<>();
    /** When this process last wrote down that it has seen which prediction run. */
    private final Map<PredictionId, Instant> noted = new ConcurrentHashMap<>();

    /**
     * @param database opened when it is first needed
     * @param account digest that tells accounts apart, at most 64 characters
     */
    public SharedLimits(Supplier<Database> database, String account, int startsPerMinute, int inFlight, Clock clock) {
        if (startsPerMinute < 1 || inFlight < 1) {
            throw new IllegalArgumentException("limits of " + startsPerMinute + " starts a minute and " + inFlight
                    + " in flight: each must be at least 1");
        }
        this.database = database;
        this.account = account;
        this.startsPerMinute = startsPerMinute;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    private record Counted(
            int beginning,
            int running,
            int lastMinute,
            @Nullable Instant first) {}

    @Override
    public Duration tryBegin() {
        String id = UUID.randomUUID().toString();
        Duration wait = asked(connection -> {
            hold(connection);
            forget(connection);
            Duration left = untilNextStart(connection);
            if (left.isZero()) {
                Database.update(
                        connection,
                        "insert into account_start (id, account, state, seen_at) values (?, ?, 'BEGINNING', ?)",
                        id,
                        account,
                        at(now()));
            }
            return left;
        });
        if (wait.isZero()) {
            beginning.add(id);
        }
        return wait;
    }

    @Override
    public Duration untilNextStart() {
        return asked(this::untilNextStart);
    }

    private <T> T asked(Database.Work<T> question) {
        try {
            return database.get().transaction(question);
        } catch (StoreException e) {
            throw new UnavailableException("the account's starts cannot be counted; nothing was sent", e);
        }
    }

    private void hold(Connection connection) throws SQLException {
        Database.update(connection, "insert into account_limit (account) values (?) on conflict do nothing", account);
        Database.query(
                connection,
                row -> row.getString(1),
                "select account from account_limit where account = ? for update",
                account);
    }

    private void forget(Connection connection) throws SQLException {
        Instant now = now();
        Database.update(
                connection,
                "delete from account_start where account = ? and (state = 'ENDED' and (answered_at is null or answered_at <= ?)"
                        + " or state = 'BEGINNING' and seen_at <= ? or state = 'RUNNING' and seen_at <= ?)",
                account,
                at(now.minus(WINDOW)),
                at(now.minus(ANSWERED_WITHIN)),
                at(now.minus(FORGOTTEN)));
    }

    private Duration untilNextStart(Connection connection) throws SQLException {
        Counted counted = counted(connection);
        if (counted.running() + counted.beginning() >= inFlight) {
            return FULL_PAUSE;
        }
        if (counted.lastMinute() + counted.beginning() < startsPerMinute) {
            return Duration.ZERO;
        }
        // those that are being answered come after the first
        Instant now = now();
        Instant first = counted.first() == null ? now : counted.first();
        Duration left = WINDOW.minus(Duration.between(first, now));
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    private Counted counted(Connection connection) throws SQLException {
        Instant now = now();
        OffsetDateTime minuteAgo = at(now.minus(WINDOW));
        List<Counted> found = Database.query(
                connection,
                row -> {
                    OffsetDateTime first = row.getObject(4, OffsetDateTime.class);
                    return new Counted(
                            row.getInt(1), row.getInt(2), row.getInt(3), first == null ? null : first.toInstant());
                },
                "select count(case when state = 'BEGINNING' and seen_at > ? then 1 end),"
                        + " count(case when state = 'RUNNING' and seen_at > ? then 1 end),"
                        + " count(case when answered_at > ? then 1 end),"
                        + " min(case when answered_at > ? then answered_at end)"
                        + " from account_start where account = ?",
                at(now.minus(ANSWERED_WITHIN)),
                at(now.minus(FORGOTTEN)),
                minuteAgo,
                minuteAgo,
                account);
        return found.get(0);
    }

    @Override
    public void begun(PredictionId id) {
        answer("RUNNING", id);
        noted.put(id, now());
    }

    @Override
    public void notBegun() {
        answer("ENDED", null);
    }

    private void answer(String state, @Nullable PredictionId id) {
        String row = beginning.poll();
        if (row != null) {
            written(connection -> Database.update(
                    connection,
                    "update account_start set state = ?, prediction_id = ?, answered_at = ?, seen_at = ? where id = ?",
                    state,
                    id == null ? null : id.value(),
                    at(now()),
                    at(now()),
                    row));
        }
    }

    @Override
    public void seen(PredictionId id, boolean ended) {
        Instant now = now();
        if (ended) {
            noted.remove(id);
            written(connection -> Database.update(
                    connection,
                    "update account_start set state = 'ENDED' where account = ? and prediction_id = ?",
                    account,
                    id.value()));
        } else if (noted.getOrDefault(id, Instant.EPOCH).plus(BETWEEN_NOTES).isBefore(now)) {
            noted.values().removeIf(last -> last.plus(FORGOTTEN).isBefore(now));
            noted.put(id, now);
            written(connection -> note(connection, id, now));
        }
    }

    private int note(Connection connection, PredictionId id, Instant now) throws SQLException {
        int known = Database.update(
                connection,
                "update account_start set state = 'RUNNING', seen_at = ? where account = ? and prediction_id = ?",
                at(now),
                account,
                id.value());
        return known > 0
                ? known
                : Database.update(
                        connection,
                        "insert into account_start (id, account, prediction_id, state, seen_at)"
                                + " values (?, ?, ?, 'RUNNING', ?)",
                        UUID.randomUUID().toString(),
                        account,
                        id.value(),
                        at(now));
    }

    /** What cannot be written down now is out of the count when its time is over. */
    private void written(Database.Work<Integer> note) {
        try {
            database.get().transaction(note);
        } catch (RuntimeException e) {
            LOG.debugf("the account's starts could not be counted: %s", e.getMessage());
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
