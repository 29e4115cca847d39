package dev.sam3flow.app.money;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what nobody waits for any more: attempts that may cost money and whose job no workflow drives, because it was ended
 * from outside or lost. What runs is deleted at the provider, what became of it is recorded, and the money held is settled.
 */
public final class Reaper {
    private final PredictionService predictions;
    private final AttemptStore attempts;
    private final Ledger ledger;
    private final JobStore jobs;
    private final Clock clock;
    private final Duration quietPeriod;
    private final AtMostOnceSubmit atMostOnce;
    private final Reconciliation reconciliation;

    /** @param quietPeriod how long after its intent a submit whose answer was lost may still show up in the list */
    public Reaper(
            PredictionService predictions,
            AttemptStore attempts,
            Ledger ledger,
            JobStore jobs,
            Clock clock,
            Duration quietPeriod) {
        this.predictions = predictions;
        this.attempts = attempts;
        this.ledger = ledger;
        this.jobs = jobs;
        this.clock = clock;
        this.quietPeriod = quietPeriod;
        this.atMostOnce = new AtMostOnceSubmit(attempts, predictions);
        this.reconciliation = new Reconciliation(predictions, attempts);
    }

    /** What became of an attempt. */
    public enum Outcome {
        /** it ran, and was stopped */
        STOPPED,
        /** it had ended by itself, or ended although it was deleted; what is complete can be fetched by ordering again */
        FINISHED_ANYWAY,
        /** it was deleted, and the provider says that it still runs; it may be billed, and is looked at again */
        STILL_RUNS,
        /** its submit created nothing */
        NEVER_CREATED,
        /** it cannot be told yet, or not at all, whether its submit created anything; it is looked at again */
        UNKNOWN,
        /** it belongs to another provider than the one that is configured */
        NOT_OURS,
        /** the provider did not answer, or the account's key cannot be had */
        FAILED
    }

    /** One attempt that nobody waited for. */
    public record Reaped(AttemptKey attempt, Outcome outcome, String note) {}

    /**
     * Reaps orphaned jobs.
     *
     * @param window how far back intents are looked at; the provider forgets predictions after seven days
     * @param grace jobs with an intent younger than this are left alone: they may just be starting
     * @param orphaned true for a job that nothing drives
     */
    public List<Reaped> reap(Duration window, Duration grace, Predicate<JobId> orphaned) {
        Instant now = clock.instant();
        Map<JobId, List<Attempt>> byJob = new LinkedHashMap<>();
        for (Attempt attempt : attempts.since(now.minus(window))) {
            byJob.computeIfAbsent(attempt.key().jobId(), id -> new ArrayList<>())
                    .add(attempt);
        }
        List<Reaped> reaped = new ArrayList<>();
        byJob.forEach((id, own) -> {
            boolean young = own.stream().anyMatch(a -> a.intendedAt().isAfter(now.minus(grace)));
            boolean open = own.stream().anyMatch(attempt -> attempt.state().isOpen());
            if (!young && (open || hasNoResult(id)) && orphaned.test(id)) {
                List<Reaped> ended = own.stream()
                        .filter(attempt -> attempt.state().isOpen())
                        .map(this::reaped)
                        .toList();
                reaped.addAll(ended);
                if (ended.stream().noneMatch(one -> one.outcome() == Outcome.NOT_OURS)) {
                    conclude(id);
                }
            }
        });
        return reaped;
    }

    private boolean hasNoResult(JobId id) {
        return jobs.find(id).map(job -> job.result().isEmpty()).orElse(false);
    }

    /** What is held for what was never sent is given back, and the job has ended: it does not start again by itself. */
    private void conclude(JobId id) {
        Set<AttemptKey> open = attempts.ofJob(id).stream()
                .filter(attempt -> attempt.state().isOpen())
                .map(Attempt::key)
                .collect(Collectors.toSet());
        ledger.post(account(id).releaseAllBut(open, "nothing runs the job any more"));
        jobs.find(id)
                .filter(job -> job.result().isEmpty())
                .ifPresent(job -> jobs.saveResult(new JobResult(
                        id,
                        JobPhase.FAILED,
                        Map.of(),
                        job.progress().quoted(),
                        ledger.balance(id).spent(),
                        new JobFailure(
                                JobFailure.Reason.INTERNAL,
                                "its workflow was ended from outside; what ran at the provider was stopped. Order the job again"
                                        + " to go on"))));
    }

    private Reaped reaped(Attempt attempt) {
        AttemptKey key = attempt.key();
        try {
            if (!ours(key)) {
                return new Reaped(key, Outcome.NOT_OURS, "it was made with a simulator, or without one");
            }
            AttemptState state = attempt.state() instanceof Sending ? atMostOnce.examine(key) : attempt.state();
            if (state instanceof Ambiguous ambiguous) {
                return ambiguous(attempt, ambiguous);
            }
            return state instanceof Accepted accepted
                    ? stopped(attempt, accepted)
                    : new Reaped(key, Outcome.FINISHED_ANYWAY, "somebody else has ended it meanwhile");
        } catch (Sam3Exception e) {
            return new Reaped(key, Outcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Simulated and real predictions have different providers: asking the wrong one proves nothing. */
    private boolean ours(AttemptKey key) {
        return ledger.entries(key.jobId()).stream()
                .filter(entry -> entry.key().startsWith(key + "/"))
                .map(LedgerEntry::simulated)
                .allMatch(simulated -> simulated == predictions.simulated());
    }

    private Reaped ambiguous(Attempt attempt, Ambiguous ambiguous) {
        AttemptKey key = attempt.key();
        Finding finding = reconciliation.look(attempt, clock.instant());
        if (finding instanceof Finding.Found found) {
            Accepted accepted = new Accepted(found.prediction().id(), true);
            attempts.move(key, ambiguous, accepted);
            return stopped(attempt, accepted);
        }
        if (finding instanceof Finding.Unknown unknown) {
            return new Reaped(key, Outcome.UNKNOWN, unknown.reason());
        }
        if (attempt.intendedAt().plus(quietPeriod).isAfter(clock.instant())) {
            return new Reaped(key, Outcome.UNKNOWN, "absent from the provider's list, which may lag");
        }
        attempts.move(key, ambiguous, new Lost("absent from the provider's list after " + quietPeriod));
        ledger.post(account(key.jobId()).release(key, "no prediction exists"));
        return new Reaped(key, Outcome.NEVER_CREATED, "absent from the provider's list after " + quietPeriod);
    }

    private Reaped stopped(Attempt attempt, Accepted accepted) {
        PredictionId id = accepted.predictionId();
        PredictionService payer = PredictionService.payer(predictions, attempt.account());
        PredictionStatus before = status(payer, id);
        PredictionStatus after = before;
        if (!before.isTerminal()) {
            payer.delete(id);
            after = status(payer, id);
        }
        if (!after.isTerminal()) {
            return new Reaped(attempt.key(), Outcome.STILL_RUNS, id + " was deleted and is " + after.word());
        }
        // the charge first: a crash in between must not leave an ended attempt that nobody charged
        ledger.post(account(attempt.key().jobId()).charge(attempt.key(), id, attempt.reserved()));
        attempts.move(attempt.key(), accepted, new Finished(id, after));
        boolean stopped = !before.isTerminal() && after != PredictionStatus.COMPLETED;
        return new Reaped(
                attempt.key(), stopped ? Outcome.STOPPED : Outcome.FINISHED_ANYWAY, id + " is " + after.word());
    }

    /** What the provider does not know any more has ended as deleted. */
    private static PredictionStatus status(PredictionService payer, PredictionId id) {
        return poll(payer, id).map(Prediction::status).orElse(PredictionStatus.DELETED);
    }

    private static Optional<Prediction> poll(PredictionService payer, PredictionId id) {
        try {
            return Optional.of(payer.poll(id));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    private JobAccount account(JobId id) {
        return new JobAccount(id, predictions.simulated(), ledger.entries(id));
    }
}
