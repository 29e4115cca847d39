package dev.sam3flow.app.store;

import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.money.MicroUsd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What there is to do, over all tenants, counted in the database: for gauges, so without a name in it. */
public final class Workload {
    private static final int MOST_OPEN = 10_000;

    private final Database database;

    public Workload(Database database) {
        this.database = database;
    }

    /**
     * One count.
     *
     * @param jobs open jobs by phase; a phase without jobs is missing
     * @param chunks their chunks by phase
     * @param oldestDriven when the oldest open job was ordered that waits for no person; null where there is none
     * @param attempts attempts ever made, by state in lower case
     * @param heldReal money reserved and not yet charged or released
     * @param heldSimulated the same of jobs in which no money moves
     */
    public record Counts(
            Map<JobPhase, Long> jobs,
            Map<ChunkPhase, Long> chunks,
            @Nullable OffsetDateTime oldestDriven,
            Map<String, Long> attempts,
            MicroUsd heldReal,
            MicroUsd heldSimulated) {
        public static final Counts NONE = new Counts(Map.of(), Map.of(), null, Map.of(), MicroUsd.ZERO, MicroUsd.ZERO);

        public Counts {
            jobs = Map.copyOf(jobs);
            chunks = Map.copyOf(chunks);
            attempts = Map.copyOf(attempts);
        }
    }

    private record Open(OffsetDateTime createdAt, JobProgress progress) {
        static Open read(ResultSet row) throws SQLException {
            return new Open(row.getObject(1, OffsetDateTime.class), JobJson.read(row.getString(2), JobProgress.class));
        }

        boolean waitsForAPerson() {
            return progress.phase() == JobPhase.WAITING_FOR_APPROVAL
                    || progress.phase() == JobPhase.NEEDS_OPERATOR
                    || progress.phase() == JobPhase.PAUSED;
        }
    }

    public Counts count() {
        return database.transaction(connection -> {
            Map<JobPhase, Long> jobs = new EnumMap<>(JobPhase.class);
            Map<ChunkPhase, Long> chunks = new EnumMap<>(ChunkPhase.class);
            OffsetDateTime oldest = null;
            for (Open open : Database.query(
                    connection,
                    Open::read,
                    "select created_at, progress from job where result is null order by created_at limit ?",
                    MOST_OPEN)) {
                jobs.merge(open.progress().phase(), 1L, Long::sum);
                open.progress().chunks().forEach(chunk -> chunks.merge(chunk.phase(), 1L, Long::sum));
                if (oldest == null && !open.waitsForAPerson()) {
                    oldest = open.createdAt();
                }
            }
            return new Counts(
                    jobs,
                    chunks,
                    oldest,
                    attempts(connection),
                    LedgerTotals.held(connection, false),
                    LedgerTotals.held(connection, true));
        });
    }

    private static Map<String, Long> attempts(Connection connection) throws SQLException {
        Map<String, Long> found = new TreeMap<>();
        Database.query(
                connection,
                row -> found.put(row.getString(1).toLowerCase(Locale.ROOT), row.getLong(2)),
                "select state, count(*) from attempt group by state");
        return found;
    }
}
