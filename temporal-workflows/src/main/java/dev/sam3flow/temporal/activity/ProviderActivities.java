package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.translated;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Settlement;
import dev.sam3flow.core.job.BlobRef;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@link ProviderCalls} over the ports. */
public final class ProviderActivities implements ProviderCalls {
    /** Failure type of a look at a prediction that has not ended. */
    public static final String STILL_RUNNING = "still-running";

    /** The provider forgets predictions after seven days. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    /** Of what fails for now; then the result says what may still run. */
    private static final int TRIES_TO_ABANDON = 6;

    private final Sam3Ports ports;
    private final PredictionEnds ends;
    private final Abandonment abandonment;
    private final Settlement settlement;
    private final Reconciliation reconciliation;
    private final AccountSubmits submits;
    private final PredictionLooks looks;

    public ProviderActivities(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        ChunkBoard board = new ChunkBoard(ports);
        this.settlement = new Settlement(ports.predictions(), ports.attempts(), ports.ledger());
        AtMostOnceSubmit atMostOnce = new AtMostOnceSubmit(ports.attempts(), ports.predictions());
        this.reconciliation = new Reconciliation(ports.predictions(), ports.attempts());
        this.submits = new AccountSubmits(ports, settings.work().folder(), board, atMostOnce);
        this.looks = new PredictionLooks(ports, board, reconciliation);
        this.ends = new PredictionEnds(ports, board);
        this.abandonment = new Abandonment(ports, settings, board, atMostOnce, looks, ends);
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
        return translated(() -> looks.find(key));
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
            ends.finish(order, key, id, status);
            return ended(status, seen);
        });
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
                ends.keep(order, looks.payer(key), looks.prediction(key), resultKey, pulse);
            }
            return null;
        });
    }

    @Override
    public void fetchAgain(ChunkOrder order, String predictionId, String resultKey) {
        translated(() -> {
            try (Pulse pulse = Pulse.start()) {
                PredictionId id = new PredictionId(predictionId);
                ends.keep(
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

    @Override
    public Abandoned abandon(ChunkOrder order) {
        return translated(() -> abandonment.ofChunk(order, ChunkKeys.resultKey(ports.predictions(), order)));
    }

    @Override
    public String abandonRest(JobId id, List<Integer> told) {
        int attempt = Activity.getExecutionContext().getInfo().getAttempt();
        return translated(() -> abandonment.ofJob(id, told, attempt < TRIES_TO_ABANDON));
    }

    @Override
    public String whyNotOf(AttemptKey key, String predictionId) {
        return translated(() -> reconciliation
                .whyNot(
                        ports.attempts().get(key),
                        new PredictionId(predictionId),
                        ports.clock().instant())
                .orElse(""));
    }

    @Override
    public Settled settle(JobId id) {
        return translated(() -> {
            Settlement.Settled settled = settlement.settle(id);
            return new Settled(settled.spent(), settled.unbilled(), settled.adjusted());
        });
    }
}
