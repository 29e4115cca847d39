package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
    private enum Kinds {
        H2,
        POSTGRESQL;

        DataSource fresh() {
            return this == H2 ? TestDatabases.freshH2() : TestDatabases.freshPostgres();
        }
    }

    private static void insert(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void job(DataSource source, String key, String hour, JobPhase phase, String result)
            throws SQLException {
        insert(
                source,
                "insert into job (tenant, request_key, created_at, request, progress, result) values ('acme', '" + key
                        + "', timestamp with time zone '2026-01-01 " + hour
                        + ":00:00+00', '{}', '{\"id\":{\"tenant\":\"acme\",\"requestKey\":\""
                        + key + "\"},\"phase\":\"" + phase
                        + "\",\"videoFrames\":1,\"chunks\":[],\"quoted\":null,\"charged\":{\"value\":0},\"note\":\"\"}', "
                        + result + ")");
    }

    private static void attempt(DataSource source, int number, String state) throws SQLException {
        insert(
                source,
                "insert into attempt (tenant, request_key, chunk, attempt, result_key, marker, reserved, intended_at, state,"
                        + " adopted, detail) values ('acme', 'k', 0, " + number + ", 'r', 'm" + number
                        + "', 1, timestamp with time zone '2026-01-01 00:00:00+00', '" + state + "', false, '')");
    }

    @ParameterizedTest
    @EnumSource
    void openJobsAttemptsAndWhatIsHeldAreCounted(Kinds kind) throws SQLException {
        DataSource source = kind.fresh();
        job(source, "waits", "01", JobPhase.WAITING_FOR_APPROVAL, "null");
        job(source, "runs", "02", JobPhase.SEGMENTING, "null");
        job(source, "runs-too", "03", JobPhase.SEGMENTING, "null");
        job(source, "ended", "00", JobPhase.DONE, "'{}'");
        attempt(source, 1, "LOST");
        attempt(source, 2, "AMBIGUOUS");
        attempt(source, 3, "AMBIGUOUS");
        JdbcLedger ledger = new JdbcLedger(
                new Database(source),
                new Budgets(Optional.empty(), Optional.empty(), Optional.empty()),
                Clock.systemUTC());
        ledger.reserve(List.of(entry("1", Kind.RESERVE, 300_000)), null);
        ledger.post(List.of(entry("2", Kind.RELEASE, -100_000), entry("3", Kind.CHARGE, 100_000)));

        Workload.Counts counts = new Workload(new Database(source)).count();

        assertThat(counts.jobs()).isEqualTo(Map.of(JobPhase.WAITING_FOR_APPROVAL, 1L, JobPhase.SEGMENTING, 2L));
        assertThat(counts.oldestDriven()).isEqualTo("2026-01-01T02:00:00Z");
        assertThat(counts.attempts()).isEqualTo(Map.of("lost", 1L, "ambiguous", 2L));
        assertThat(counts.heldReal()).isEqualTo(new MicroUsd(200_000));
        assertThat(counts.heldSimulated()).isEqualTo(MicroUsd.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseHasNothingToDo(Kinds kind) {
        assertThat(new Workload(new Database(kind.fresh())).count()).isEqualTo(Workload.Counts.NONE);
    }

    private static LedgerEntry entry(String key, Kind kind, long amount) {
        return new LedgerEntry(key, "acme", "acme/k", kind, new MicroUsd(amount), "test", false);
    }
}
