package dev.sam3flow.app.store;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.prediction.AccountRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Attempts in a database; a move is one conditional update, so that of several workers one wins. */
public final class JdbcAttemptStore implements AttemptStore {
    private static final String SELECT =
            "select tenant, request_key, chunk, attempt, marker, reserved, intended_at, state, prediction_id, adopted, detail,"
                    + " result_key, account from attempt";
    private static final String OF_JOB = SELECT + " where tenant = ? and request_key = ?";
    private static final String KEY = " and chunk = ? and attempt = ?";

    private final Database database;

    public JdbcAttemptStore(Database database) {
        this.database = database;
    }

    @Override
    public Attempt intend(Attempt attempt) {
        return database.transaction(connection -> {
            AttemptKey key = attempt.key();
            AttemptColumns columns = AttemptColumns.of(attempt.state());
            Database.update(
                    connection,
                    "insert into attempt (tenant, request_key, chunk, attempt, marker, reserved, intended_at, state,"
                            + " prediction_id, adopted, detail, result_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " on conflict do nothing",
                    key.jobId().tenant(),
                    key.jobId().requestKey(),
                    key.chunk(),
                    key.attempt(),
                    attempt.marker(),
                    attempt.reserved().value(),
                    OffsetDateTime.ofInstant(attempt.intendedAt(), ZoneOffset.UTC),
                    columns.state(),
                    columns.predictionId(),
                    columns.adopted(),
                    columns.detail(),
                    attempt.resultKey());
            return select(connection, key).get(0);
        });
    }

    @Override
    public boolean move(AttemptKey key, AttemptState from, AttemptState to) {
        if (!from.mayBecome(to)) {
            throw new IllegalArgumentException("attempt " + key + ": " + from + " may not become " + to);
        }
        AttemptColumns next = AttemptColumns.of(to);
        AttemptColumns now = AttemptColumns.of(from);
        return database.transaction(connection -> Database.update(
                        connection,
                        "update attempt set state = ?, prediction_id = ?, adopted = ?, detail = ? where tenant = ? and"
                                + " request_key = ?" + KEY + " and state = ? and detail = ?"
                                + " and coalesce(prediction_id, '') = ? and adopted = ?",
                        next.state(),
                        next.predictionId(),
                        next.adopted(),
                        next.detail(),
                        key.jobId().tenant(),
                        key.jobId().requestKey(),
                        key.chunk(),
                        key.attempt(),
                        now.state(),
                        now.detail(),
                        now.predictionId() == null ? "" : now.predictionId(),
                        now.adopted()))
                == 1;
    }

    /** Two jobs could each find the other's row not yet sent: one locked row puts those who claim into a line. */
    @Override
    public boolean claim(AttemptKey key, AccountRef account) {
        return database.transaction(connection -> {
            Database.query(connection, row -> row.getInt(1), "select id from ledger_lock where id = 1 for update");
            List<Attempt> own = select(connection, key);
            return !own.isEmpty()
                    && underWay(connection, own.get(0).resultKey()).isEmpty()
                    && Database.update(
                                    connection,
                                    "update attempt set state = 'SENDING', account = ? where tenant = ? and request_key = ?"
                                            + KEY + " and state = 'INTENDED'",
                                    account.value(),
                                    key.jobId().tenant(),
                                    key.jobId().requestKey(),
                                    key.chunk(),
                                    key.attempt())
                            == 1;
        });
    }

    @Override
    public Optional<Attempt> underWay(String resultKey) {
        return database.transaction(connection -> underWay(connection, resultKey)).stream()
                .findFirst();
    }

    private static List<Attempt> underWay(Connection connection, String resultKey) throws SQLException {
        return Database.query(
                connection,
                JdbcAttemptStore::attempt,
                SELECT + " where result_key = ? and state in ('SENDING', 'ACCEPTED', 'AMBIGUOUS') order by intended_at",
                resultKey);
    }

    @Override
    public Optional<Attempt> find(AttemptKey key) {
        return database.transaction(connection -> select(connection, key)).stream()
                .findFirst();
    }

    @Override
    public Optional<Attempt> findByMarker(String marker) {
        return database
                .transaction(connection ->
                        Database.query(connection, JdbcAttemptStore::attempt, SELECT + " where marker = ?", marker))
                .stream()
                .findFirst();
    }

    @Override
    public List<Attempt> ofJob(JobId job) {
        return database.transaction(connection -> Database.query(
                connection,
                JdbcAttemptStore::attempt,
                OF_JOB + " order by chunk, attempt",
                job.tenant(),
                job.requestKey()));
    }

    @Override
    public List<Attempt> ofChunk(JobId job, int chunk) {
        return database.transaction(connection -> Database.query(
                connection,
                JdbcAttemptStore::attempt,
                OF_JOB + " and chunk = ? order by attempt",
                job.tenant(),
                job.requestKey(),
                chunk));
    }

    @Override
    public List<Attempt> since(Instant from) {
        return database.transaction(connection -> Database.query(
                connection,
                JdbcAttemptStore::attempt,
                SELECT + " where intended_at >= ? order by intended_at, tenant, request_key, chunk, attempt",
                OffsetDateTime.ofInstant(from, ZoneOffset.UTC)));
    }

    private static List<Attempt> select(Connection connection, AttemptKey key) throws SQLException {
        return Database.query(
                connection,
                JdbcAttemptStore::attempt,
                OF_JOB + KEY,
                key.jobId().tenant(),
                key.jobId().requestKey(),
                key.chunk(),
                key.attempt());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        JobId job = new JobId(row.getString(1), row.getString(2));
        AttemptState state =
                new AttemptColumns(row.getString(8), row.getString(9), row.getBoolean(10), row.getString(11)).toState();
        return new Attempt(
                new AttemptKey(job, row.getInt(3), row.getInt(4)),
                row.getString(12),
                row.getString(5),
                new MicroUsd(row.getLong(6)),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                state,
                new AccountRef(row.getString(13)));
    }
}
