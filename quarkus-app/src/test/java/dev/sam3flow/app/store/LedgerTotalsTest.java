package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.app.store.LedgerPages.Sums;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.h2.util.DateTimeUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums of a ledger are those of its entries, however many are in the sums already and however many came since. */
class LedgerTotalsTest {
    private static final Instant BEGIN = Instant.parse("2026-03-30T22:00:00Z");
    private static final List<String> TENANTS = List.of("acme", "globex");

    enum Kept {
        H2,
        POSTGRES;

        DataSource fresh() {
            return this == H2 ? TestDatabases.freshH2() : TestDatabases.freshPostgres();
        }
    }

    private record Posted(Instant at, LedgerEntry entry) {}

    private final Random random = new Random(20261130);
    private final List<Posted> posted = new ArrayList<>();

    private static JdbcLedger ledger(Database database, Budgets budgets, Instant now) {
        return new JdbcLedger(database, budgets, Clock.fixed(now, ZoneOffset.UTC));
    }

    private LedgerEntry any(int number) {
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        long amount = kind == Kind.RESERVE || kind == Kind.CHARGE ? 50_000L : -50_000L;
        return new LedgerEntry(
                "entry-" + number,
                tenant,
                new JobId(tenant, "job-" + number / 7).toString(),
                kind,
                new MicroUsd(amount),
                "why",
                random.nextInt(3) == 0);
    }

    private long sum(String tenant, boolean simulated, LocalDate from, boolean held) {
        return posted.stream()
                .filter(one ->
                        one.entry().tenant().equals(tenant) && one.entry().simulated() == simulated)
                .filter(one -> held
                        == (one.entry().kind() == Kind.RESERVE || one.entry().kind() == Kind.RELEASE))
                .filter(one ->
                        held || !LocalDate.ofInstant(one.at(), ZoneOffset.UTC).isBefore(from))
                .mapToLong(one -> one.entry().amount().value())
                .sum();
    }

    private void assertSums(Database database) {
        LedgerPages pages = new LedgerPages(database);
        for (String tenant : TENANTS) {
            for (LocalDate from : List.of(LocalDate.EPOCH, LocalDate.of(2026, 3, 31), LocalDate.of(2026, 4, 1))) {
                assertThat(pages.sums(tenant, from))
                        .as(tenant + " from " + from + " after " + posted.size())
                        .isEqualTo(new Sums(
                                new MicroUsd(sum(tenant, false, from, false)),
                                new MicroUsd(sum(tenant, false, from, true)),
                                new MicroUsd(sum(tenant, true, from, false)),
                                new MicroUsd(sum(tenant, true, from, true))));
            }
        }
        assertThat(new Workload(database).count().heldReal().value())
                .isEqualTo(TENANTS.stream()
                        .mapToLong(tenant -> sum(tenant, false, LocalDate.EPOCH, true))
                        .sum());
    }

    private static long summed(Database database) {
        return database.transaction(connection ->
                        Database.query(connection, row -> row.getLong(1), "select summed_to from ledger_lock"))
                .get(0);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreThoseOfAllEntries(Kept kept) {
        Database database = new Database(kept.fresh());
        Instant now = BEGIN;
        for (int number = 0; number < 3 * LedgerTotals.MOST_YOUNGER; number++) {
            now = now.plus(Duration.ofMinutes(5));
            LedgerEntry entry = any(number);
            ledger(database, Budgets.NONE, now).post(List.of(entry));
            posted.add(new Posted(now, entry));
            if (number % 100 == 99) {
                assertSums(database);
            }
        }
        assertSums(database);
        assertThat(summed(database)).isGreaterThanOrEqualTo(2L * LedgerTotals.MOST_YOUNGER);
    }

    @ParameterizedTest
    @EnumSource
    void whatAProcessPostedThatDoesNotKnowThemCountsToo(Kept kept) {
        Database database = new Database(kept.fresh());
        for (int number = 0; number < LedgerTotals.MOST_YOUNGER + 50; number++) {
            LedgerEntry entry = any(number);
            database.transaction(connection -> Database.update(
                    connection,
                    "insert into ledger_entry (entry_key, tenant, job_id, kind, amount, reason, simulated, posted_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    entry.key(),
                    entry.tenant(),
                    entry.jobId(),
                    entry.kind().name(),
                    entry.amount().value(),
                    entry.reason(),
                    entry.simulated(),
                    OffsetDateTime.ofInstant(BEGIN, ZoneOffset.UTC)));
            posted.add(new Posted(BEGIN, entry));
        }
        assertSums(database);

        LedgerEntry last = any(10_000);
        ledger(database, Budgets.NONE, BEGIN).post(List.of(last));
        posted.add(new Posted(BEGIN, last));

        assertThat(summed(database)).isPositive();
        assertSums(database);
    }

    @ParameterizedTest
    @EnumSource
    void aBudgetIsKeptToTheLastCentWhileEntriesAreAddedToThem(Kept kept) throws Exception {
        Database database = new Database(kept.fresh());
        int room = 2 * LedgerTotals.MOST_YOUNGER + 10;
        Budgets budgets = new Budgets(Optional.of(new MicroUsd(50_000L * room)), Optional.empty(), Optional.empty());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String name = "thread-" + thread;
            counts.add(threads.submit(() -> reservedUntilRefused(ledger(database, budgets, BEGIN), name)));
        }
        int reserved = 0;
        for (Future<Integer> count : counts) {
            reserved += count.get();
        }
        threads.shutdown();

        assertThat(reserved).isEqualTo(room);
        assertThatThrownBy(() -> ledger(database, budgets, BEGIN).reserve(List.of(reservation("one-more")), null))
                .isInstanceOf(OverBudgetException.class)
                .hasMessageContaining("$0.00 left");
    }

    /** Where a day of the machine is not one in UTC, be it earlier or later. */
    @ParameterizedTest
    @CsvSource({"H2, America/New_York", "H2, Asia/Tokyo", "POSTGRES, America/New_York", "POSTGRES, Asia/Tokyo"})
    void aDayIsOneInUtcWhereverTheMachineStands(Kept kept, String zone) {
        TimeZone before = TimeZone.getDefault();
        try {
            standIn(TimeZone.getTimeZone(zone));
            Database database = new Database(kept.fresh());
            Budgets aDollarADay = new Budgets(Optional.empty(), Optional.of(MicroUsd.ofUsd("1.00")), Optional.empty());
            Instant early = Instant.parse("2026-03-31T01:00:00Z");
            Instant late = Instant.parse("2026-03-31T23:00:00Z");
            ledger(database, Budgets.NONE, early).post(List.of(charge("early", "0.50")));
            ledger(database, Budgets.NONE, late).post(List.of(charge("late", "0.40")));
            List<LedgerEntry> pairs = new ArrayList<>();
            for (int number = 0; number < LedgerTotals.MOST_YOUNGER; number++) {
                pairs.add(charge("nothing-" + number, "0.00"));
            }
            ledger(database, Budgets.NONE, late).post(pairs);
            assertThat(summed(database)).isPositive();

            assertThatThrownBy(() -> ledger(database, aDollarADay, late).reserve(List.of(of("acme", "0.15")), null))
                    .isInstanceOf(OverBudgetException.class)
                    .hasMessageContaining("$0.10 left");
            ledger(database, aDollarADay, late.plus(Duration.ofHours(2))).reserve(List.of(of("next", "1.00")), null);
            assertThat(new LedgerPages(database)
                            .sums("acme", LocalDate.of(2026, 3, 31))
                            .spent())
                    .isEqualTo(MicroUsd.ofUsd("0.90"));
        } finally {
            standIn(before);
        }
    }

    private static void standIn(TimeZone zone) {
        TimeZone.setDefault(zone);
        DateTimeUtils.resetCalendar();
    }

    private static LedgerEntry charge(String key, String usd) {
        return new LedgerEntry(
                key, "acme", new JobId("acme", key).toString(), Kind.CHARGE, MicroUsd.ofUsd(usd), "why", false);
    }

    private static LedgerEntry of(String key, String usd) {
        return new LedgerEntry(
                key, "acme", new JobId("acme", key).toString(), Kind.RESERVE, MicroUsd.ofUsd(usd), "why", false);
    }

    /** Entries that come to nothing together are posted together: no reader ever sees another sum. */
    @ParameterizedTest
    @EnumSource
    void whoReadsWhileEntriesAreAddedSeesThemOnce(Kept kept) throws Exception {
        Database database = new Database(kept.fresh());
        ledger(database, Budgets.NONE, BEGIN).post(List.of(reservation("first")));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<?> poster = threads.submit(() -> {
            for (int number = 0; number < 3 * LedgerTotals.MOST_YOUNGER; number++) {
                ledger(database, Budgets.NONE, BEGIN)
                        .post(List.of(
                                of("pair-" + number, "0.05"),
                                new LedgerEntry(
                                        "back-" + number,
                                        "acme",
                                        "acme/pair-" + number,
                                        Kind.RELEASE,
                                        MicroUsd.ofUsd("-0.05"),
                                        "why",
                                        false)));
            }
        });
        LedgerPages pages = new LedgerPages(database);
        while (!poster.isDone()) {
            assertThat(pages.sums("acme", LocalDate.EPOCH).held()).isEqualTo(new MicroUsd(50_000));
        }
        poster.get();
        threads.shutdown();
    }

    private static int reservedUntilRefused(JdbcLedger ledger, String name) {
        int reserved = 0;
        while (true) {
            try {
                ledger.reserve(List.of(reservation(name + "-" + reserved)), null);
                reserved++;
            } catch (OverBudgetException e) {
                return reserved;
            }
        }
    }

    private static LedgerEntry reservation(String key) {
        return new LedgerEntry(
                key, "acme", new JobId("acme", key).toString(), Kind.RESERVE, new MicroUsd(50_000), "why", false);
    }
}
