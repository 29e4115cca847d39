package dev.sam3flow.core.attempt;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The ledger of one job, read per attempt: says which entries a step of an attempt still needs.
 *
 * <p>Every answer is what is missing, so that a step done twice posts nothing the second time. Keys are
 * {@code tenant/request/chunk/attempt/kind}, with {@code #n} where an attempt has more than one entry of a kind.
 */
public final class JobAccount {
    private final JobId job;
    private final boolean simulated;
    private final List<LedgerEntry> entries;

    /** @param entries all entries of the job so far */
    public JobAccount(JobId job, boolean simulated, List<LedgerEntry> entries) {
        this.job = job;
        this.simulated = simulated;
        this.entries = List.copyOf(entries);
    }

    /** What is reserved for an attempt and not yet released. */
    public MicroUsd held(AttemptKey attempt) {
        return sum(attempt, Kind.RESERVE).plus(sum(attempt, Kind.RELEASE));
    }

    /** What an attempt has come to: charges, refunds and adjustments. */
    public MicroUsd spent(AttemptKey attempt) {
        return sum(attempt, Kind.CHARGE).plus(sum(attempt, Kind.REFUND)).plus(sum(attempt, Kind.ADJUST));
    }

    /** The reservation that brings what is held for an attempt to {@code amount}. */
    public List<LedgerEntry> reserve(AttemptKey attempt, MicroUsd amount) {
        MicroUsd missing = amount.minus(held(attempt));
        return missing.value() <= 0 ? List.of() : List.of(entry(attempt, Kind.RESERVE, missing, "held for " + attempt));
    }

    /** Gives back all that is held for an attempt. */
    public List<LedgerEntry> release(AttemptKey attempt, String reason) {
        MicroUsd held = held(attempt);
        return held.isZero() ? List.of() : List.of(entry(attempt, Kind.RELEASE, held.negated(), reason));
    }

    /** Gives back what is held for all attempts of the job but these. */
    public List<LedgerEntry> releaseAllBut(Set<AttemptKey> open, String reason) {
        Set<AttemptKey> reserved = new LinkedHashSet<>();
        for (LedgerEntry entry : entries) {
            if (entry.kind() == Kind.RESERVE) {
                reserved.add(attemptOf(entry));
            }
        }
        List<LedgerEntry> missing = new ArrayList<>();
        for (AttemptKey attempt : reserved) {
            missing.addAll(open.contains(attempt) ? List.of() : release(attempt, reason));
        }
        return missing;
    }

    private AttemptKey attemptOf(LedgerEntry entry) {
        String[] parts = entry.key().split("/", -1);
        return new AttemptKey(job, Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
    }

    /** Charges an attempt, once, and gives back what was held for it. */
    public List<LedgerEntry> charge(AttemptKey attempt, PredictionId prediction, MicroUsd amount) {
        List<LedgerEntry> missing = new ArrayList<>();
        if (count(attempt, Kind.CHARGE) == 0) {
            missing.add(entry(attempt, Kind.CHARGE, amount, prediction.value()));
        }
        missing.addAll(release(attempt, prediction.value()));
        return missing;
    }

    /**
     * Brings a charged attempt to what the provider's billing rows say: one refund for each refund row, and one adjustment
     * where the sum taken differs from what was charged. Without a row of money taken nothing follows, since rows lag; nor
     * from a row that the provider may still change.
     *
     * @param rows the rows of this attempt's prediction
     */
    public List<LedgerEntry> settle(AttemptKey attempt, PredictionId prediction, List<BillingRow> rows) {
        List<LedgerEntry> missing = new ArrayList<>();
        for (BillingRow row : rows) {
            if (row.kind() == BillingRow.Kind.REFUND && row.settled()) {
                refund(attempt, row).ifPresent(missing::add);
            }
        }
        if (isFinal(rows)) {
            MicroUsd taken = sum(rows, BillingRow::price);
            MicroUsd difference = taken.minus(sum(attempt, Kind.CHARGE)).minus(sum(attempt, Kind.ADJUST));
            if (!difference.isZero()) {
                missing.add(entry(attempt, Kind.ADJUST, difference, prediction + ": billed " + taken + discount(rows)));
            }
        }
        return missing;
    }

    /** True where the provider has taken money for a prediction and will not change the amount any more. */
    public static boolean isFinal(List<BillingRow> rows) {
        List<BillingRow> taken = rows.stream()
                .filter(row -> row.kind() == BillingRow.Kind.DEDUCT)
                .toList();
        return !taken.isEmpty() && taken.stream().allMatch(BillingRow::settled);
    }

    private static String discount(List<BillingRow> rows) {
        MicroUsd listed = sum(rows, row -> Objects.requireNonNullElse(row.listPrice(), row.price()));
        return listed.equals(sum(rows, BillingRow::price)) ? "" : ", discounted from " + listed;
    }

    private static MicroUsd sum(List<BillingRow> rows, Function<BillingRow, MicroUsd> amount) {
        return rows.stream()
                .filter(row -> row.kind() == BillingRow.Kind.DEDUCT)
                .map(amount)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
    }

    private Optional<LedgerEntry> refund(AttemptKey attempt, BillingRow row) {
        String key = attempt + "/refund/" + row.uuid();
        return entries.stream().anyMatch(e -> e.key().equals(key))
                ? Optional.empty()
                : Optional.of(new LedgerEntry(
                        key,
                        job.tenant(),
                        job.toString(),
                        Kind.REFUND,
                        row.price().negated(),
                        "refunded by the provider",
                        simulated));
    }

    private LedgerEntry entry(AttemptKey attempt, Kind kind, MicroUsd amount, String reason) {
        long before = count(attempt, kind);
        String key = attempt + "/" + kind.name().toLowerCase(Locale.ROOT) + (before == 0 ? "" : "#" + before);
        return new LedgerEntry(key, job.tenant(), job.toString(), kind, amount, reason, simulated);
    }

    private long count(AttemptKey attempt, Kind kind) {
        return entries.stream()
                .filter(e -> e.kind() == kind && e.key().startsWith(attempt + "/"))
                .count();
    }

    private MicroUsd sum(AttemptKey attempt, Kind kind) {
        return entries.stream()
                .filter(e -> e.kind() == kind && e.key().startsWith(attempt + "/"))
                .map(LedgerEntry::amount)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
    }
}
