package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.store.JobEndings.Ending;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.Prompts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** On both databases: each listener is told of each end once, by whichever process. */
class JobEndingsTest {
    private static final JobId ID = new JobId("acme", "order-1");
    private static final Duration AGAIN = Duration.ofMinutes(2);

    @Nested
    class Embedded extends Contract {
        @Override
        DataSource fresh() {
            return TestDatabases.freshH2();
        }
    }

    @Nested
    class Postgres extends Contract {
        @Override
        DataSource fresh() {
            return TestDatabases.freshPostgres();
        }
    }

    abstract static class Contract {
        private final Hand clock = new Hand();
        private JdbcJobStore jobs;
        private JobEndings one;
        private JobEndings another;

        abstract DataSource fresh();

        @BeforeEach
        void aJobThatFailed() {
            Database database = new Database(fresh());
            jobs = new JdbcJobStore(database, clock);
            one = new JobEndings(database, clock, AGAIN);
            another = new JobEndings(database, clock, AGAIN);
            jobs.create(JobRequest.of(ID, "https://example.com/a.mp4", Prompts.ofText("ball")));
            assertThat(one.untold("mail", 10)).isEmpty();
            end(JobPhase.FAILED);
        }

        private void end(JobPhase phase) {
            jobs.saveResult(new JobResult(ID, phase, Map.of(), null, MicroUsd.ZERO, null));
        }

        private Ending only(String listener) {
            List<Ending> found = one.untold(listener, 10);
            assertThat(found).hasSize(1);
            return found.get(0);
        }

        @Test
        void twoProcessesTellAListenerOnce() {
            Ending ending = only("mail");
            assertThat(one.claim("mail", ending)).isTrue();
            assertThat(another.claim("mail", ending)).isFalse();
            one.told("mail", ending);
            clock.pass(AGAIN.multipliedBy(2));
            assertThat(another.untold("mail", 10)).isEmpty();
            assertThat(another.claim("mail", ending)).isFalse();
        }

        @Test
        void eachListenerIsToldForItself() {
            one.claim("mail", only("mail"));
            one.told("mail", only("webhook"));
            assertThat(one.claim("webhook", only("webhook"))).isTrue();
        }

        @Test
        void whoDidNotTakeItIsToldAgainLater() {
            Ending ending = only("mail");
            one.claim("mail", ending);
            assertThat(one.untold("mail", 10)).isEmpty();
            clock.pass(AGAIN.plusMillis(1));
            assertThat(another.claim("mail", only("mail"))).isTrue();
        }

        /** A settlement rewrites a result: that is no new end. */
        @Test
        void aResultThatIsWrittenAgainIsTheSameEnd() {
            Ending ending = only("mail");
            one.claim("mail", ending);
            one.told("mail", ending);
            clock.pass(Duration.ofSeconds(1));
            end(JobPhase.FAILED);
            assertThat(one.untold("mail", 10)).isEmpty();
        }

        @Test
        void aJobThatIsOrderedAgainEndsAgain() {
            Ending ending = only("mail");
            one.claim("mail", ending);
            one.told("mail", ending);
            clock.pass(Duration.ofSeconds(1));
            jobs.reopen(ID);
            end(JobPhase.DONE);
            assertThat(only("mail").result().phase()).isEqualTo(JobPhase.DONE);
        }

        @Test
        void whatEndedMoreThanADayAgoIsOldNews() {
            clock.pass(Duration.ofHours(25));
            assertThat(one.untold("new listener", 10)).isEmpty();
        }
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-05-01T12:00:00.123456Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
