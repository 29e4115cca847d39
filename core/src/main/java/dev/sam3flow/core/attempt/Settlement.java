package dev.sam3flow.core.attempt;

import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings jobs' ledgers to what the provider's billing rows say. May be done as often as one likes, by several processes:
 * what is posted already is not posted again. Refunds come hours after the end, so once is not enough.
 */
public final class Settlement {
    /** The provider's largest page. */
    private static final int MOST_IDS = 100;

    private final PredictionService predictions;
    private final AttemptStore attempts;
    private final Ledger ledger;

    public Settlement(PredictionService predictions, AttemptStore attempts, Ledger ledger) {
        this.predictions = predictions;
        this.attempts = attempts;
        this.ledger = ledger;
    }

    /**
     * What settling a job came to.
     *
     * @param spent what the job has come to
     * @param unbilled ended predictions without a final row yet
     * @param adjusted sum of the adjustments that were posted now
     * @param posted entries that were posted now
     */
    public record Settled(MicroUsd spent, int unbilled, MicroUsd adjusted, int posted) {}

    /** Settles the ended predictions of a job. */
    public Settled settle(JobId id) {
        List<Attempt> finished = attempts.ofJob(id).stream()
                .filter(attempt -> attempt.state() instanceof Finished)
                .toList();
        List<BillingRow> rows = rows(finished);
        JobAccount account = new JobAccount(id, predictions.simulated(), ledger.entries(id));
        List<LedgerEntry> missing = new ArrayList<>();
        int unbilled = 0;
        for (Attempt attempt : finished) {
            PredictionId prediction = attempt.state().prediction().orElseThrow();
            List<BillingRow> own = rows.stream()
                    .filter(row -> prediction.equals(row.predictionId()))
                    .toList();
            unbilled += JobAccount.isFinal(own) ? 0 : 1;
            missing.addAll(account.settle(attempt.key(), prediction, own));
        }
        ledger.post(missing);
        MicroUsd adjusted = missing.stream()
                .filter(entry -> entry.kind() == LedgerEntry.Kind.ADJUST)
                .map(LedgerEntry::amount)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
        return new Settled(ledger.balance(id).spent(), unbilled, adjusted, missing.size());
    }

    private List<BillingRow> rows(List<Attempt> finished) {
        Map<AccountRef, List<PredictionId>> byAccount = new LinkedHashMap<>();
        for (Attempt attempt : finished) {
            byAccount
                    .computeIfAbsent(attempt.account(), account -> new ArrayList<>())
                    .add(attempt.state().prediction().orElseThrow());
        }
        List<BillingRow> rows = new ArrayList<>();
        byAccount.forEach((account, ids) -> {
            PredictionService payer = PredictionService.payer(predictions, account);
            for (int from = 0; from < ids.size(); from += MOST_IDS) {
                rows.addAll(payer.charges(ids.subList(from, Math.min(ids.size(), from + MOST_IDS))));
            }
        });
        return rows;
    }
}
