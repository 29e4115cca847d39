package dev.sam3flow.core.port;

import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A ledger for tests, with an optional budget a tenant. */
public final class InMemoryLedger implements Ledger {
    private final Map<String, LedgerEntry> byKey = new LinkedHashMap<>();
    private @Nullable MicroUsd tenantBudget;

    /** Sets the most that any tenant may have committed. */
    public synchronized void tenantBudget(MicroUsd budget) {
        tenantBudget = budget;
    }

    @Override
    public synchronized void reserve(List<LedgerEntry> reservations, @Nullable MicroUsd jobLimit) {
        MicroUsd asked = MicroUsd.ZERO;
        for (LedgerEntry entry : reservations) {
            LedgerEntry there = byKey.get(entry.key());
            checkSame(there, entry);
            asked = asked.plus(there == null ? entry.amount() : MicroUsd.ZERO);
        }
        if (asked.isZero()) {
            return;
        }
        LedgerEntry one = reservations.get(0);
        check("job", jobLimit, asked, e -> e.jobId().equals(one.jobId()) && e.simulated() == one.simulated());
        check("tenant", tenantBudget, asked, e -> e.tenant().equals(one.tenant()) && e.simulated() == one.simulated());
        reservations.forEach(entry -> byKey.putIfAbsent(entry.key(), entry));
    }

    private void check(String name, @Nullable MicroUsd budget, MicroUsd asked, Predicate<LedgerEntry> counts) {
        Balance balance = Balance.ZERO;
        for (LedgerEntry entry : byKey.values()) {
            balance = counts.test(entry) ? balance.with(entry) : balance;
        }
        if (budget != null && balance.committed().plus(asked).compareTo(budget) > 0) {
            throw new OverBudgetException("the " + name + "'s budget of " + budget + " has "
                    + budget.minus(balance.committed()) + " left, and " + asked + " was asked");
        }
    }

    @Override
    public synchronized void post(List<LedgerEntry> entries) {
        entries.forEach(entry -> checkSame(byKey.get(entry.key()), entry));
        entries.forEach(entry -> byKey.putIfAbsent(entry.key(), entry));
    }

    private static void checkSame(@Nullable LedgerEntry there, LedgerEntry entry) {
        if (there != null && !there.equals(entry)) {
            throw new IllegalStateException("ledger key " + entry.key() + " is there with other content: " + there);
        }
    }

    @Override
    public synchronized List<LedgerEntry> entries(JobId job) {
        return byKey.values().stream()
                .filter(entry -> entry.jobId().equals(job.toString()))
                .toList();
    }

    @Override
    public synchronized List<LedgerEntry> entries(String tenant) {
        return byKey.values().stream()
                .filter(entry -> entry.tenant().equals(tenant))
                .toList();
    }

    /** Every entry. */
    public synchronized List<LedgerEntry> all() {
        return new ArrayList<>(byKey.values());
    }
}
