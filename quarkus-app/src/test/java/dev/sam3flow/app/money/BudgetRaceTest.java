package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, 64 jobs of $0.30 at once, a budget of $5.00: sixteen fit, and not a cent more is ever committed. */
class BudgetRaceTest {
    private static final int FIT = 16;
    /** Fewer with {@code -Dsam3.rounds=N}, where there is no time for all. */
    private static final int ROUNDS = Integer.getInteger("sam3.rounds", 1000);

    @TempDir
    Path folder;

    private int failures;

    @Test
    void exactlySixteenAreAdmittedOnPostgres() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.postgres()) {
            race(database, 3, 1);
        }
    }

    @Test
    void exactlySixteenAreAdmittedOnTheEmbeddedDefault() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder)) {
            race(database, 3, 2);
        }
    }

    @Test
    @Tag("soak")
    void aThousandRoundsOnPostgres() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.postgres()) {
            measured(database, "2a budget races on PostgreSQL", 20_261_124);
        }
    }

    @Test
    @Tag("soak")
    void aThousandRoundsOnTheEmbeddedDefault() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder)) {
            measured(database, "2b budget races on the embedded default (H2 in a file)", 20_261_125);
        }
    }

    private void measured(MoneyDatabase database, String what, long seed) throws Exception {
        long began = System.nanoTime();
        race(database, ROUNDS, seed);
        Evidence.row(
                what,
                String.format(Locale.ROOT, "%,d", ROUNDS)
                        + " rounds of 64 jobs of $0.30 at once against $5.00 from two JVMs, then random failures and refunds and"
                        + " the race again: **exactly 16 admitted** each time, **never a cent over** at any entry; "
                        + failures + " failures and refunds; " + (System.nanoTime() - began) / 1_000_000_000 + " s",
                "seed " + seed);
    }

    private void race(MoneyDatabase database, int rounds, long seed) throws Exception {
        PostedLedger ledger = new JdbcLedger(database.open(2), Budgets.NONE, Clock.systemUTC());
        try (Worker one = worker(database, 0, seed);
                Worker two = worker(database, 1, seed)) {
            one.expect("ready");
            two.expect("ready");
            int[] failed = new int[2];
            for (int round = 0; round < rounds; round++) {
                assertThat(both(one, two, "race " + round, failed))
                        .as("round %d, seed %d", round, seed)
                        .isEqualTo(FIT);
                assertThat(both(one, two, "fail " + round, failed)).isLessThanOrEqualTo(FIT);
                assertThat(both(one, two, "race " + round, failed))
                        .as("round %d, again", round)
                        .isEqualTo(FIT);
                check(ledger, round);
            }
            failures = failed[0] + failed[1];
        }
    }

    private static Worker worker(MoneyDatabase database, int index, long seed) throws Exception {
        return Worker.start(
                BudgetRacer.class, database.url(), database.user(), Integer.toString(index), Long.toString(seed));
    }

    private static int both(Worker one, Worker two, String line, int[] failed) throws Exception {
        one.say(line);
        two.say(line);
        String[] first = one.expect("held").split(" ");
        String[] second = two.expect("held").split(" ");
        failed[0] = Integer.parseInt(first[1]);
        failed[1] = Integer.parseInt(second[1]);
        return Integer.parseInt(first[0]) + Integer.parseInt(second[0]);
    }

    /** Reads the ledger as it grew: after no entry was more committed than the budget. */
    private static void check(PostedLedger ledger, int round) {
        Balance balance = Balance.ZERO;
        for (LedgerEntry entry : ledger.entries("round-" + round)) {
            balance = balance.with(entry);
            if (entry.kind() != Kind.CHARGE) { // its release follows in the same transaction
                assertThat(balance.committed()).as("after %s", entry).isLessThanOrEqualTo(BudgetRacer.BUDGET);
            }
        }
        assertThat(balance.committed()).isEqualTo(BudgetRacer.PRICE.times(FIT));
        assertThat(balance.spent()).isEqualTo(MicroUsd.ZERO);
    }
}
