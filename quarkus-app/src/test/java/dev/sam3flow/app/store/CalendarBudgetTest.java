package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Budgets of a day and a month, in UTC. */
class CalendarBudgetTest {
    private Instant now = Instant.parse("2026-03-31T23:50:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void whatWasSpentYesterdayDoesNotCountToday() {
        JdbcLedger ledger = perDay("1.00");
        ledger.post(List.of(entry("a", Kind.CHARGE, "1.00")));
        assertThatThrownBy(() -> reserve(ledger, "b", "0.05")).isInstanceOf(OverBudgetException.class);

        now = now.plus(Duration.ofMinutes(20));

        assertThatCode(() -> reserve(ledger, "b", "1.00")).doesNotThrowAnyException();
    }

    @Test
    void aReservationReleasedAfterMidnightMakesNoRoomThatWasNeverThere() {
        JdbcLedger ledger = perDay("1.00");
        reserve(ledger, "a", "1.00");
        now = now.plus(Duration.ofMinutes(20));
        ledger.post(List.of(entry("a", Kind.RELEASE, "-1.00")));

        reserve(ledger, "b", "1.00");

        assertThatThrownBy(() -> reserve(ledger, "c", "0.05"))
                .isInstanceOf(OverBudgetException.class)
                .hasMessageContaining("day 2026-04-01");
    }

    @Test
    void whatIsHeldSinceYesterdayCountsToday() {
        JdbcLedger ledger = perDay("1.00");
        reserve(ledger, "a", "0.80");

        now = now.plus(Duration.ofMinutes(20));

        assertThatThrownBy(() -> reserve(ledger, "b", "0.25")).isInstanceOf(OverBudgetException.class);
    }

    @Test
    void aMonthEndsWithItsLastDay() {
        JdbcLedger ledger =
                ledger(new Budgets(Optional.empty(), Optional.empty(), Optional.of(MicroUsd.ofUsd("1.00"))));
        ledger.post(List.of(entry("a", Kind.CHARGE, "1.00")));
        assertThatThrownBy(() -> reserve(ledger, "b", "0.05")).hasMessageContaining("month 2026-03");

        now = now.plus(Duration.ofMinutes(20));

        assertThatCode(() -> reserve(ledger, "b", "1.00")).doesNotThrowAnyException();
    }

    private JdbcLedger perDay(String usd) {
        return ledger(new Budgets(Optional.empty(), Optional.of(MicroUsd.ofUsd(usd)), Optional.empty()));
    }

    private JdbcLedger ledger(Budgets budgets) {
        return new JdbcLedger(new Database(TestDatabases.freshH2()), budgets, clock);
    }

    private static void reserve(JdbcLedger ledger, String key, String usd) {
        ledger.reserve(List.of(entry(key, Kind.RESERVE, usd)), null);
    }

    private static LedgerEntry entry(String key, Kind kind, String usd) {
        JobId job = new JobId("acme", key);
        return new LedgerEntry(
                job + "/" + kind, job.tenant(), job.toString(), kind, MicroUsd.ofUsd(usd), "a test", false);
    }
}
