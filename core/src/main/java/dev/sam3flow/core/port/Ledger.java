package dev.sam3flow.core.port;

import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The book of all money, append-only. Budgets of tenant, day and month are the ledger's own configuration. */
public interface Ledger {
    /**
     * Checks every budget against the sum of the reservations and posts them, all or none, in one atomic step. Entries
     * that are there already count once and are passed over. Simulated and real money have budgets of their own.
     *
     * @param reservations entries of kind RESERVE of one job
     * @param jobLimit most that this job's balance may come to; null for no limit of its own
     * @throws OverBudgetException naming the budget, what is left of it and what was asked; nothing is posted
     */
    void reserve(List<LedgerEntry> reservations, @Nullable MicroUsd jobLimit);

    /**
     * Posts entries, all or none. An entry whose key is there with the same content is passed over.
     *
     * @throws IllegalStateException if a key is there with other content
     */
    void post(List<LedgerEntry> entries);

    /** All entries of a job, in the order they were posted. */
    List<LedgerEntry> entries(JobId job);

    /** All entries of a tenant, in the order they were posted. */
    List<LedgerEntry> entries(String tenant);

    /** Sums over a job. */
    default Balance balance(JobId job) {
        Balance balance = Balance.ZERO;
        for (LedgerEntry entry : entries(job)) {
            balance = balance.with(entry);
        }
        return balance;
    }
}
