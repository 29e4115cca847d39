package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.PredictionId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two processes keep one account's limits over one database. */
class SharedLimitsTest {
    @Nested
    class Embedded extends TwoProcesses {
        Embedded() {
            super(TestDatabases.freshH2());
        }
    }

    @Nested
    class Postgres extends TwoProcesses {
        Postgres() {
            super(TestDatabases.freshPostgres());
        }
    }

    abstract static class TwoProcesses {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        private final Database database;

        TwoProcesses(DataSource source) {
            database = new Database(source);
        }

        private SharedLimits process(String account, int startsPerMinute, int inFlight) {
            return new SharedLimits(() -> database, account, startsPerMinute, inFlight, clock);
        }

        private void forward(Duration step) {
            now.updateAndGet(instant -> instant.plus(step));
        }

        private static PredictionId id(int number) {
            return new PredictionId("p" + number);
        }

        @Test
        void theStartsOfAMinuteAreCountedTogether() {
            SharedLimits one = process("acme", 2, 100);
            SharedLimits other = process("acme", 2, 100);
            one.tryBegin();
            one.begun(id(1));
            forward(Duration.ofSeconds(20));
            other.tryBegin();
            other.begun(id(2));

            Duration wait = one.tryBegin();

            assertThat(wait).isEqualTo(Duration.ofSeconds(40));
            assertThat(other.untilNextStart()).isEqualTo(wait);
            forward(wait);
            assertThat(other.tryBegin()).isZero();
            assertThat(one.tryBegin()).isEqualTo(Duration.ofSeconds(20));
        }

        @Test
        void whatRunsIsCountedTogetherUntilAnyoneSeesItEnd() {
            SharedLimits one = process("acme", 100, 2);
            SharedLimits other = process("acme", 100, 2);
            one.tryBegin();
            one.begun(id(1));
            other.seen(id(2), false);
            assertThat(one.untilNextStart()).isPositive();
            assertThat(other.tryBegin()).isPositive();

            other.seen(id(1), true);

            assertThat(one.tryBegin()).isZero();
            assertThat(other.tryBegin()).isPositive();
        }

        @Test
        void aStartThatCameToNothingFreesItsPlaceAndCountsForAMinute() {
            SharedLimits one = process("acme", 1, 1);
            SharedLimits other = process("acme", 1, 1);
            one.tryBegin();
            assertThat(other.tryBegin()).isPositive();

            one.notBegun();

            assertThat(other.tryBegin()).isEqualTo(Duration.ofMinutes(1));
            forward(Duration.ofMinutes(1));
            assertThat(other.tryBegin()).isZero();
        }

        @Test
        void whatADeadProcessHeldIsFreeAfterAWhile() {
            SharedLimits dead = process("acme", 100, 2);
            dead.tryBegin();
            dead.begun(id(1));
            dead.tryBegin();
            SharedLimits other = process("acme", 100, 2);
            assertThat(other.tryBegin()).isPositive();

            forward(Duration.ofMinutes(3));
            assertThat(other.tryBegin()).isZero();
            other.begun(id(2));
            assertThat(other.tryBegin()).isPositive();
            forward(Duration.ofMinutes(7));

            assertThat(other.tryBegin()).isZero();
        }

        @Test
        void whatIsLookedAtKeepsItsPlace() {
            SharedLimits one = process("acme", 100, 1);
            one.tryBegin();
            one.begun(id(1));
            for (int look = 0; look < 30; look++) {
                forward(Duration.ofSeconds(30));
                one.seen(id(1), false);
            }

            assertThat(process("acme", 100, 1).tryBegin()).isPositive();
        }

        @Test
        void accountsDoNotCountForEachOther() {
            process("acme", 1, 1).tryBegin();

            assertThat(process("beta", 1, 1).tryBegin()).isZero();
        }

        @Test
        void neverMoreThanAllowedHoweverManyAskAtOnce() throws Exception {
            List<SharedLimits> processes = List.of(process("acme", 7, 100), process("acme", 7, 100));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Boolean>> asks = new ArrayList<>();
            for (int ask = 0; ask < 40; ask++) {
                SharedLimits process = processes.get(ask % 2);
                asks.add(() -> process.tryBegin().isZero());
            }

            int granted = 0;
            for (Future<Boolean> ask : threads.invokeAll(asks)) {
                granted += ask.get() ? 1 : 0;
            }
            threads.shutdown();

            assertThat(granted).isEqualTo(7);
        }
    }

    /** What was sent may have been paid for: it must not seem to have failed. */
    @Test
    void withoutADatabaseNothingIsStartedAndWhatWasSentIsNotLost() {
        Database database = new Database(TestDatabases.freshH2());
        AtomicBoolean away = new AtomicBoolean();
        SharedLimits limits = new SharedLimits(
                () -> {
                    if (away.get()) {
                        throw new StoreException("the database is away", new SQLException());
                    }
                    return database;
                },
                "acme",
                2,
                2,
                Clock.systemUTC());
        assertThat(limits.tryBegin()).isZero();
        away.set(true);

        assertThatThrownBy(limits::tryBegin)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("nothing was sent");
        assertThatCode(() -> {
                    limits.begun(new PredictionId("p1"));
                    limits.seen(new PredictionId("p1"), true);
                })
                .doesNotThrowAnyException();
    }
}
