package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OldRowsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId JOB = new JobId("acme", "j1");

    static Stream<DataSource> databases() {
        return Stream.of(TestDatabases.freshH2(), TestDatabases.freshPostgres());
    }

    private static Clock daysLater(int days) {
        return Clock.fixed(NOW.plus(Duration.ofDays(days)), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatNothingAsksForAnyMoreGoesAndTheRestStays(DataSource source) {
        Database database = new Database(source);
        Clock now = daysLater(0);
        new UploadTable(database, "account")
                .save(new UploadTable.Upload("ab", "m.mp4", "sealed", NOW.plus(Duration.ofDays(6)), null, false));
        new CallbackTable(database, now).once(new PredictionId("p1"), "m", PredictionStatus.COMPLETED, () -> {});
        JdbcJobDesk desk = new JdbcJobDesk(database, now);
        desk.lease(JOB, "process 1", Duration.ofSeconds(45));
        desk.ask(JOB, "pause");
        new JdbcIdempotency(database, now).claim("acme", "key", "digest");
        new SharedLimits(() -> database, "account", 2, 2, now).tryBegin();

        assertThat(new OldRows(database, now).delete()).isZero();
        assertThat(new OldRows(database, daysLater(2)).delete())
                .as("lease, wish, answer, start")
                .isEqualTo(4);
        assertThat(new OldRows(database, daysLater(9)).delete())
                .as("upload, callback")
                .isEqualTo(2);
    }
}
