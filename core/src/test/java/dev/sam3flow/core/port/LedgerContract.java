package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger keeps. */
public abstract class LedgerContract {
    private static final JobId JOB = new JobId("acme", "j1");

    /** An empty ledger whose tenants may have committed at most this; null for no limit. */
    protected abstract Ledger emptyLedger(@Nullable MicroUsd tenantBudget);

    @Test
    public void keepsEntriesInTheOrderTheyWerePosted() {
        Ledger ledger = emptyLedger(null);
        List<LedgerEntry> entries =
                List.of(entry(JOB, "b", Kind.CHARGE, 200_000), entry(JOB, "a", Kind.REFUND, -50_000));
        ledger.post(entries);
        assertThat(ledger.entries(JOB)).isEqualTo(entries);
        assertThat(ledger.entries("acme")).isEqualTo(entries);
        assertThat(ledger.balance(JOB)).isEqualTo(new Balance(MicroUsd.ZERO, new MicroUsd(150_000)));
    }

    @Test
    public void postingAnEntryAgainChangesNothing() {
        Ledger ledger = emptyLedger(null);
        LedgerEntry charge = entry(JOB, "a", Kind.CHARGE, 200_000);
        ledger.post(List.of(charge));
        ledger.post(List.of(charge, entry(JOB, "b", Kind.CHARGE, 1)));
        assertThat(ledger.balance(JOB).spent()).isEqualTo(new MicroUsd(200_001));
    }

    @Test
    public void aKeyWithOtherContentIsAnErrorAndNothingOfTheBatchIsPosted() {
        Ledger ledger = emptyLedger(null);
        ledger.post(List.of(entry(JOB, "a", Kind.CHARGE, 200_000)));
        List<LedgerEntry> batch = List.of(entry(JOB, "b", Kind.CHARGE, 1), entry(JOB, "a", Kind.CHARGE, 300_000));
        assertThatThrownBy(() -> ledger.post(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(ledger.entries(JOB)).hasSize(1);
    }

    @Test
    public void reservesAWholePlanOrNothing() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        List<LedgerEntry> plan = List.of(reserve(JOB, "0", 300_000), reserve(JOB, "1", 300_000));
        assertThatThrownBy(() -> ledger.reserve(plan, null))
                .isInstanceOf(OverBudgetException.class)
                .hasMessageContaining("$0.60")
                .hasMessageContaining("$0.50");
        assertThat(ledger.entries(JOB)).isEmpty();
    }

    @Test
    public void aBudgetMayBeUsedToTheLastMicroUsdAndNotBeyond() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        ledger.reserve(List.of(reserve(JOB, "0", 500_000)), null);
        JobId other = new JobId("acme", "j2");
        assertThatThrownBy(() -> ledger.reserve(List.of(reserve(other, "0", 1)), null))
                .isInstanceOf(OverBudgetException.class);
    }

    @Test
    public void whatIsReleasedMayBeReservedAgain() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        ledger.reserve(List.of(reserve(JOB, "0", 500_000)), null);
        ledger.post(List.of(entry(JOB, "r0", Kind.RELEASE, -500_000), entry(JOB, "c0", Kind.CHARGE, 100_000)));
        ledger.reserve(List.of(reserve(JOB, "1", 400_000)), null);
        assertThat(ledger.balance(JOB)).isEqualTo(new Balance(new MicroUsd(400_000), new MicroUsd(100_000)));
    }

    @Test
    public void aJobsOwnLimitHoldsBesideTheTenants() {
        Ledger ledger = emptyLedger(null);
        assertThatThrownBy(() -> ledger.reserve(List.of(reserve(JOB, "0", 300_001)), new MicroUsd(300_000)))
                .isInstanceOf(OverBudgetException.class);
    }

    @Test
    public void reservingTheSameAgainCountsOnce() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        ledger.reserve(List.of(reserve(JOB, "0", 300_000)), null);
        ledger.reserve(List.of(reserve(JOB, "0", 300_000), reserve(JOB, "1", 200_000)), null);
        assertThat(ledger.balance(JOB).held()).isEqualTo(new MicroUsd(500_000));
    }

    @Test
    public void tenantsHaveBudgetsOfTheirOwn() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        ledger.reserve(List.of(reserve(JOB, "0", 500_000)), null);
        JobId other = new JobId("bloom", "j1");
        ledger.reserve(List.of(reserve(other, "0", 500_000)), null);
        assertThat(ledger.balance(other).held()).isEqualTo(new MicroUsd(500_000));
    }

    @Test
    public void simulatedMoneyDoesNotUseUpARealBudget() {
        Ledger ledger = emptyLedger(new MicroUsd(500_000));
        ledger.reserve(
                List.of(new LedgerEntry("s", "acme", "acme/sim", Kind.RESERVE, new MicroUsd(500_000), "chunk 0", true)),
                null);
        ledger.reserve(List.of(reserve(JOB, "0", 500_000)), null);
        assertThat(ledger.balance(JOB).held()).isEqualTo(new MicroUsd(500_000));
    }

    @Test
    public void ofManyAtOnceExactlyThoseThatFitAreAdmitted() throws Exception {
        Ledger ledger = emptyLedger(new MicroUsd(5_000_000));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                JobId job = new JobId("acme", "race-" + i);
                racers.add(() -> admitted(ledger, job));
            }
            int admitted = 0;
            for (Future<Boolean> racer : pool.invokeAll(racers)) {
                admitted += racer.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(16);
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean admitted(Ledger ledger, JobId job) {
        try {
            ledger.reserve(List.of(reserve(job, "0", 300_000)), null);
            return true;
        } catch (OverBudgetException e) {
            return false;
        }
    }

    private static LedgerEntry reserve(JobId job, String key, long microUsd) {
        return entry(job, key, Kind.RESERVE, microUsd);
    }

    private static LedgerEntry entry(JobId job, String key, Kind kind, long microUsd) {
        String full = job + "/" + kind + "/" + key;
        return new LedgerEntry(full, job.tenant(), job.toString(), kind, new MicroUsd(microUsd), "a test", false);
    }
}
