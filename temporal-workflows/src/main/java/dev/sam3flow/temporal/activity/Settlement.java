package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.activity.ProviderCalls.Settled;
import java.util.ArrayList;
import java.util.List;

/** Brings a job's ledger to what the provider's billing rows say. */
final class Settlement {
    /** The provider's largest page. */
    private static final int MOST_IDS = 100;

    private final Sam3Ports ports;

    Settlement(Sam3Ports ports) {
        this.ports = ports;
    }

    Settled settle(JobId id) {
        List<Attempt> finished = ports.attempts().ofJob(id).stream()
                .filter(attempt -> attempt.state() instanceof Finished)
                .toList();
        List<BillingRow> rows = rows(finished);
        JobAccount account = new JobAccount(
                id, ports.predictions().simulated(), ports.ledger().entries(id));
        List<LedgerEntry> missing = new ArrayList<>();
        int unbilled = 0;
        for (Attempt attempt : finished) {
            PredictionId prediction = attempt.state().prediction().orElseThrow();
            List<BillingRow> own = rows.stream()
                    .filter(row -> prediction.equals(row.predictionId()))
                    .toList();
            unbilled += own.isEmpty() ? 1 : 0;
            missing.addAll(account.settle(attempt.key(), prediction, own));
        }
        ports.ledger().post(missing);
        MicroUsd adjusted = missing.stream()
                .filter(entry -> entry.kind() == LedgerEntry.Kind.ADJUST)
                .map(LedgerEntry::amount)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
        return new Settled(ports.ledger().balance(id).spent(), unbilled, adjusted);
    }

    private List<BillingRow> rows(List<Attempt> finished) {
        List<PredictionId> ids = finished.stream()
                .map(attempt -> attempt.state().prediction().orElseThrow())
                .toList();
        List<BillingRow> rows = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            rows.addAll(ports.predictions().charges(ids.subList(from, Math.min(ids.size(), from + MOST_IDS))));
        }
        return rows;
    }
}
