package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.translated;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.attempt.Settlement;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@link ProviderCalls} over the ports. */
public final class ProviderActivities implements ProviderCalls {
    /** Failure type of a look at a prediction that has not ended. */
    public static final String STILL_RUNNING = "still-running";

    /** The provider forgets predictions after seven days. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    private final Sam3Ports ports;
    private final ChunkBoard board;
    private final MaskFetch masks;
    private final Settlement settlement;
    private final AtMostOnceSubmit atMostOnce;
    private final Reconciliation reconciliation;
    private final AccountSubmits submits;
    private final PredictionLooks looks;

    public ProviderActivities(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        this.board = new ChunkBoard(ports);
        this.masks = new MaskFetch(ports);
        this.settlement = new Settlement(ports.predictions(), ports.attempts(), ports.ledger());
        this.atMostOnce = new AtMostOnceSubmit(ports.attempts(), ports.predictions());
        this.reconciliation = new Reconciliation(ports.predictions(), ports.attempts());
        this.submits = new AccountSubmits(ports, settings.scratch(), board, atMostOnce);
        this.looks = new PredictionLooks(ports, reconciliation);
    }

    /** Submits that wait for the account are given back to the server, and no new ones go; those that went are finished. */
    public void drain() {
        submits.drain();
    }

    @Override
    public Submitted submit(ChunkOrder order, int number, BlobRef cut) {
        return translated(() -> submits.submit(order, number, cut));
    }

    @Override
    public Looked find(AttemptKey key) {
        return translated(() -> {
            Attempt attempt = ports.attempts().get(key);
            if (!(attempt.state() instanceof Ambiguous ambiguous)) {
                return found(attempt);
            }
            Finding finding = reconciliation.look(attempt, ports.clock().instant());
            if (finding instanceof Finding.Found found) {
                ports.attempts()
                        .move(key, ambiguous, new Accepted(found.prediction().id(), true));
                return found(ports.attempts().get(key));
            }
            return finding instanceof Finding.Unknown unknown
                    ? new Looked(AttemptView.of(attempt), Looked.Sight.UNKNOWN, unknown.reason())
                    : new Looked(AttemptView.of(attempt), Looked.Sight.ABSENT, "");
        });
    }

    /** Also where a worker that died had moved it, and shown nothing. */
    private Looked found(Attempt attempt) {
        board.showFound(attempt);
        return new Looked(AttemptView.of(attempt), Looked.Sight.FOUND, "");
    }

    @Override
    public Ended awaitPrediction(ChunkOrder order, AttemptKey key, Pace pace) {
        return translated(() -> {
            PredictionId id = looks.prediction(key);
            int look = Activity.getExecutionContext().getInfo().getAttempt();
            Optional<Prediction> seen = looks.inPace(key, id, pace);
            if (!key.jobId().equals(order.jobId())
                    && ports.attempts().get(key).state() instanceof Finished finished
                    && finished.status() != PredictionStatus.COMPLETED) {
                return new Ended(finished.status(), true, "job " + key.jobId() + " ended it");
            }
            PredictionStatus status = seen.map(Prediction::status).orElseGet(() -> looks.missing(key, look));
            if (!status.isTerminal()) {
                throw ApplicationFailure.newBuilder()
                        .setType(STILL_RUNNING)
                        .setMessage("prediction " + id + " is " + status.word())
                        .setCategory(ApplicationErrorCategory.BENIGN)
                        .setNextRetryDelay(pace.untilNextLook(look))
                        .build();
            }
            finish(order, key, id, status);
            return ended(status, seen);
        });
    }

    /** The provider charges when it creates a prediction, however that ends; what it gives back comes with its rows. */
    private void finish(ChunkOrder order, AttemptKey key, PredictionId id, PredictionStatus status) {
        // the charge first: a crash in between must not leave an ended attempt that nobody charged
        ports.ledger().post(board.account(key.jobId()).charge(key, id, order.price()));
        AttemptState now = ports.attempts().get(key).state();
        if (now instanceof Accepted) {
            ports.attempts().move(key, now, new Finished(id, status));
        }
        board.show(order, ChunkPhase.FETCHING, null, "");
    }

    private Ended ended(PredictionStatus status, Optional<Prediction> seen) {
        if (seen.isEmpty()) {
            // real money is not spent a second time for what may lie there still: ordering again does that
            return new Ended(
                    status,
                    ports.predictions().simulated(),
                    "the provider no longer knows the prediction; order the job again to pay for a new one");
        }
        PredictionFailure failure = seen.get().failure();
        if (failure == null) {
            boolean completed = status == PredictionStatus.COMPLETED;
            return new Ended(status, !completed, completed ? "" : "the prediction ended as " + status.word());
        }
        return new Ended(
                status,
                failure.reason().worthAnotherAttempt(),
                "the prediction ended as " + status.word() + " (code " + failure.code() + "): " + failure.message());
    }

    @Override
    public void fetch(ChunkOrder order, AttemptKey key, String resultKey) {
        translated(() -> {
            try (Pulse pulse = Pulse.start()) {
                keep(order, looks.payer(key), looks.prediction(key), resultKey, pulse);
            }
            return null;
        });
    }

    @Override
    public void fetchAgain(ChunkOrder order, String predictionId, String resultKey) {
        translated(() -> {
            try (Pulse pulse = Pulse.start()) {
                PredictionId id = new PredictionId(predictionId);
                keep(
                        order,
                        PredictionService.payer(ports.predictions(), accountOf(order.jobId(), id)),
                        id,
                        resultKey,
                        pulse);
            }
            return null;
        });
    }

    /** Of whatever job of the tenant the prediction was; what the provider has forgotten is no account's any more. */
    private AccountRef accountOf(JobId job, PredictionId id) {
        return ports.attempts().since(ports.clock().instant().minus(REMEMBERED)).stream()
                .filter(attempt ->
                        attempt.state().prediction().filter(id::equals).isPresent())
                .findFirst()
                .map(Attempt::account)
                .orElseGet(() -> ports.predictions().accountOf(job.tenant()));
    }

    private void keep(ChunkOrder order, PredictionService payer, PredictionId id, String resultKey, Pulse pulse)
            throws IOException {
        List<Attempt> attempts =
                ports.attempts().ofChunk(order.jobId(), order.chunk().index());
        masks.keep(payer, MaskFetch.Wanted.of(order), id, attempts.size(), resultKey, pulse::stopped);
        int unused = ChunkKeys.next(attempts, resultKey);
        if (!ports.attempts()
                .find(order.attempt(unused))
                .map(a -> a.state().isOpen())
                .orElse(false)) {
            // another job's prediction served: what was held for one of our own is free
            ports.ledger().post(board.account(order.jobId()).release(order.attempt(unused), "result shared"));
        }
        board.show(order, ChunkPhase.DONE, resultKey, "");
    }

    @Override
    public Abandoned abandon(ChunkOrder order) {
        return translated(() -> {
            String resultKey = ChunkKeys.resultKey(ports.predictions(), order);
            Optional<Attempt> last = ChunkKeys.resumable(
                    ports.attempts().ofChunk(order.jobId(), order.chunk().index()), resultKey);
            if (last.isEmpty()) {
                return new Abandoned(false, "");
            }
            AttemptKey key = last.get().key();
            if (last.get().state() instanceof AttemptState.Sending) {
                atMostOnce.examine(key);
            }
            AttemptView view = find(key).attempt();
            switch (view.stage()) {
                case ACCEPTED, FINISHED:
                    return abandonPrediction(order, key, resultKey);
                case AMBIGUOUS:
                    String open = "attempt " + key + " may have created a prediction that is not listed yet";
                    board.show(order, ChunkPhase.FAILED, null, "cancelled; " + open);
                    return new Abandoned(false, open);
                default:
                    return new Abandoned(false, "");
            }
        });
    }

    private Abandoned abandonPrediction(ChunkOrder order, AttemptKey key, String resultKey) throws IOException {
        PredictionId id = looks.prediction(key);
        Optional<Prediction> seen = looks.poll(key, id);
        if (seen.isPresent() && !seen.get().status().isTerminal()) {
            looks.payer(key).delete(id);
            seen = looks.poll(key, id);
        }
        PredictionStatus status = seen.map(Prediction::status).orElse(PredictionStatus.DELETED);
        if (!status.isTerminal()) {
            String runsOn = "prediction " + id + " was deleted and still runs: it may be billed";
            board.show(order, ChunkPhase.FAILED, null, "cancelled; " + runsOn);
            return new Abandoned(false, runsOn);
        }
        finish(order, key, id, status);
        if (status != PredictionStatus.COMPLETED) {
            board.show(order, ChunkPhase.FAILED, null, "cancelled; prediction " + id + " was stopped");
            return new Abandoned(false, "prediction " + id + " was stopped");
        }
        try (Pulse pulse = Pulse.start()) {
            keep(order, looks.payer(key), id, resultKey, pulse);
        }
        String kept = "prediction " + id + " had finished already; its masks are kept";
        board.show(order, ChunkPhase.DONE, resultKey, "cancelled; " + kept);
        return new Abandoned(true, kept);
    }

    @Override
    public Settled settle(JobId id) {
        return translated(() -> {
            Settlement.Settled settled = settlement.settle(id);
            return new Settled(settled.spent(), settled.unbilled(), settled.adjusted());
        });
    }
}
