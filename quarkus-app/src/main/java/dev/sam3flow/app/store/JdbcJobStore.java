package dev.sam3flow.app.store;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Jobs and chunk results in a database. */
public final class JdbcJobStore implements JobStore {
    private static final String SELECT = "select request, progress, result from job";

    private final Database database;
    private final Clock clock;

    public JdbcJobStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public JobRequest create(JobRequest request) {
        JobId id = request.id();
        JobProgress progress = new JobProgress(id, JobPhase.PROBING, 0, List.of(), null, MicroUsd.ZERO, "");
        database.transaction(connection -> Database.update(
                connection,
                "insert into job (tenant, request_key, created_at, request, progress) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                id.tenant(),
                id.requestKey(),
                now(),
                JobJson.write(request),
                JobJson.write(progress)));
        StoredJob stored = find(id).orElseThrow();
        if (!stored.mayBeOrderedAgain()) {
            return stored.request();
        }
        replace(request);
        // from now on what it is told is kept, though its earlier end is still there
        database.transaction(connection -> Database.update(
                connection,
                "update job set standing = ? where tenant = ? and request_key = ? and standing is null",
                JobJson.write(StandingOrders.NONE),
                id.tenant(),
                id.requestKey()));
        return request;
    }

    @Override
    public void replace(JobRequest request) {
        update(request.id(), "request", JobJson.write(request));
    }

    @Override
    public void savePlanned(JobId id, BlobRef planned) {
        update(id, "planned", JobJson.write(planned));
    }

    @Override
    public Optional<BlobRef> findPlanned(JobId id) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        row -> JobJson.read(row.getString(1), BlobRef.class),
                        "select planned from job where tenant = ? and request_key = ? and planned is not null",
                        id.tenant(),
                        id.requestKey()))
                .stream()
                .findFirst();
    }

    @Override
    public void saveProgress(JobProgress progress) {
        update(progress.id(), "progress", JobJson.write(progress));
    }

    @Override
    public void savePhase(JobId id, JobPhase phase, String note) {
        changeProgress(
                id,
                old -> new JobProgress(id, phase, old.videoFrames(), old.chunks(), old.quoted(), old.charged(), note));
    }

    @Override
    public void saveChunkProgress(JobId id, ChunkProgress chunk) {
        changeProgress(id, old -> {
            List<ChunkProgress> chunks = old.chunks().stream()
                    .map(c -> c.chunk().index() == chunk.chunk().index() ? chunk : c)
                    .toList();
            return new JobProgress(id, old.phase(), old.videoFrames(), chunks, old.quoted(), old.charged(), old.note());
        });
    }

    private void changeProgress(JobId id, UnaryOperator<JobProgress> change) {
        change(
                id,
                "progress",
                "",
                json -> JobJson.write(change.apply(JobJson.read(String.valueOf(json), JobProgress.class))));
    }

    @Override
    public StandingOrders standing(JobId id) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        row -> standing(row.getString(1)),
                        "select standing from job where tenant = ? and request_key = ?",
                        id.tenant(),
                        id.requestKey()))
                .stream()
                .findFirst()
                .orElse(StandingOrders.NONE);
    }

    private static StandingOrders standing(@Nullable String json) {
        return json == null ? StandingOrders.NONE : JobJson.read(json, StandingOrders.class);
    }

    @Override
    public void changeStanding(JobId id, UnaryOperator<StandingOrders> change) {
        change(
                id,
                "standing",
                " and (result is null or standing is not null)",
                json -> JobJson.write(change.apply(standing(json))));
    }

    /** @param next makes a column's value from the one that it has; that is null where it has none */
    private void change(JobId id, String column, String onlyIf, Function<@Nullable String, String> next) {
        database.transaction(connection -> {
            String where = " where tenant = ? and request_key = ?";
            List<Optional<String>> found = Database.query(
                    connection,
                    row -> Optional.ofNullable(row.getString(1)),
                    "select " + column + " from job" + where + onlyIf + " for update",
                    id.tenant(),
                    id.requestKey());
            for (Optional<String> json : found) {
                Database.update(
                        connection,
                        "update job set " + column + " = ?" + where,
                        next.apply(json.orElse(null)),
                        id.tenant(),
                        id.requestKey());
            }
            return found.size();
        });
    }

    @Override
    public void reopen(JobId id) {
        database.transaction(connection -> Database.update(
                connection,
                "update job set result = null, ended_at = null where tenant = ? and request_key = ?",
                id.tenant(),
                id.requestKey()));
    }

    @Override
    public void saveResult(JobResult result) {
        database.transaction(connection -> Database.update(
                connection,
                "update job set result = ?, standing = null, ended_at = coalesce(ended_at, ?)"
                        + " where tenant = ? and request_key = ?",
                JobJson.write(result),
                now(),
                result.id().tenant(),
                result.id().requestKey()));
    }

    private void update(JobId id, String column, @Nullable String json) {
        database.transaction(connection -> Database.update(
                connection,
                "update job set " + column + " = ? where tenant = ? and request_key = ?",
                json,
                id.tenant(),
                id.requestKey()));
    }

    @Override
    public Optional<StoredJob> find(JobId id) {
        return select(" where tenant = ? and request_key = ?", id.tenant(), id.requestKey()).stream()
                .findFirst();
    }

    @Override
    public List<StoredJob> list(String tenant, int most) {
        return select(" where tenant = ? order by created_at desc, request_key limit ?", tenant, most);
    }

    @Override
    public Set<JobId> endedSince(Instant from) {
        return new HashSet<>(database.transaction(connection -> Database.query(
                connection,
                row -> new JobId(row.getString(1), row.getString(2)),
                "select tenant, request_key from job where ended_at >= ?",
                OffsetDateTime.ofInstant(from, ZoneOffset.UTC))));
    }

    @Override
    public List<JobRequest> unfinished() {
        return select(" where result is null order by created_at").stream()
                .map(StoredJob::request)
                .toList();
    }

    private List<StoredJob> select(String where, Object... parameters) {
        return database.transaction(
                connection -> Database.query(connection, JdbcJobStore::job, SELECT + where, parameters));
    }

    private static StoredJob job(ResultSet row) throws SQLException {
        return new StoredJob(
                JobJson.read(row.getString(1), JobRequest.class),
                JobJson.read(row.getString(2), JobProgress.class),
                Optional.ofNullable(row.getString(3)).map(json -> JobJson.read(json, JobResult.class)));
    }

    @Override
    public void saveChunk(String key, ChunkResult result) {
        database.transaction(connection -> Database.update(
                connection,
                "insert into chunk_result (reuse_key, created_at, result) values (?, ?, ?) on conflict do nothing",
                key,
                now(),
                JobJson.write(result)));
    }

    @Override
    public Optional<ChunkResult> findChunk(String key) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        row -> JobJson.read(row.getString(1), ChunkResult.class),
                        "select result from chunk_result where reuse_key = ?",
                        key))
                .stream()
                .findFirst();
    }

    @Override
    public void forgetChunk(String key) {
        database.transaction(
                connection -> Database.update(connection, "delete from chunk_result where reuse_key = ?", key));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
