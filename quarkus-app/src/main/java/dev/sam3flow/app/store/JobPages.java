package dev.sam3flow.app.store;

import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.JobStore.StoredJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's jobs page by page, newest first. */
public final class JobPages {
    private final Database database;

    public JobPages(Database database) {
        this.database = database;
    }

    /** A job and when it was ordered. */
    public record DatedJob(Instant createdAt, StoredJob job) {}

    /**
     * Which jobs.
     *
     * @param phase only those in it; null for all
     * @param open only those that have not ended
     * @param text only those whose key, video or prompts contain it; null for all
     * @param before only those that come after this one in the list; null for the first page
     */
    public record Filter(
            @Nullable JobPhase phase,
            boolean open,
            @Nullable String text,
            @Nullable Place before) {}

    /** A job's place in the list. */
    public record Place(Instant createdAt, String requestKey) {}

    public List<DatedJob> list(String tenant, Filter filter, int most) {
        StringBuilder where = new StringBuilder(" where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(tenant));
        phase(filter, where, values);
        if (filter.text() != null) {
            where.append(" and (lower(request_key) like ? escape '!' or lower(request) like ? escape '!')");
            String like = "%" + filter.text().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            values.add(like);
            values.add(like);
        }
        if (filter.before() != null) {
            where.append(" and (created_at < ? or (created_at = ? and request_key > ?))");
            OffsetDateTime at = OffsetDateTime.ofInstant(filter.before().createdAt(), ZoneOffset.UTC);
            values.addAll(List.of(at, at, filter.before().requestKey()));
        }
        values.add(most);
        return database.transaction(connection -> Database.query(
                connection,
                JobPages::job,
                "select request, progress, result, created_at from job" + where
                        + " order by created_at desc, request_key limit ?",
                values.toArray()));
    }

    /** One job of a tenant. */
    public Optional<DatedJob> find(String tenant, String requestKey) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        JobPages::job,
                        "select request, progress, result, created_at from job where tenant = ? and request_key = ?",
                        tenant,
                        requestKey))
                .stream()
                .findFirst();
    }

    /** True where a job was ordered with this file. @param name part of its address, unique to it */
    public boolean mentions(String tenant, String name) {
        return database.transaction(connection -> !Database.query(
                        connection,
                        row -> row.getString(1),
                        "select request_key from job where tenant = ? and request like ? limit 1",
                        tenant,
                        "%" + name + "%")
                .isEmpty());
    }

    /** A quote inside a JSON text is written with a backslash, so that only the field itself can match. */
    private static void phase(Filter filter, StringBuilder where, List<Object> values) {
        if (filter.open()) {
            where.append(" and result is null");
        }
        JobPhase phase = filter.phase();
        if (phase != null) {
            where.append(phase.isTerminal() ? " and result like ?" : " and result is null and progress like ?");
            values.add("%\"phase\":\"" + phase.name() + "\"%");
        }
    }

    private static DatedJob job(ResultSet row) throws SQLException {
        StoredJob job = new StoredJob(
                JobJson.read(row.getString(1), JobRequest.class),
                JobJson.read(row.getString(2), JobProgress.class),
                Optional.ofNullable(row.getString(3)).map(json -> JobJson.read(json, JobResult.class)));
        return new DatedJob(row.getObject(4, OffsetDateTime.class).toInstant(), job);
    }
}
