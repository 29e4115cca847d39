package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.translated;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.attempt.Settlement;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link ProviderCalls} over the ports. */
public final class ProviderActivities implements ProviderCalls {
    /** Failure type of a look at a prediction that has not ended. */
    public static final String STILL_RUNNING = "still-running";

    /** So many looks that find nothing, spread over minutes, before a prediction counts as gone. */
    private static final int MOST_MISSING = 6;

    private static final Duration UNTIL_RESEND = Duration.ofSeconds(15);

    private final Sam3Ports ports;
    private final Path scratch;
    private final ChunkBoard board;
    private final MaskFetch masks;
    private final Settlement settlement;
    private final AtMostOnceSubmit atMostOnce;
    private final Reconciliation reconciliation;

    public ProviderActivities(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        this.scratch = settings.scratch();
        this.board = new ChunkBoard(ports);
        this.masks = new MaskFetch(ports);
        this.settlement = new Settlement(ports.predictions(), ports.attempts(), ports.ledger());
        this.atMostOnce = new AtMostOnceSubmit(ports.attempts(), ports.predictions());
        this.reconciliation = new Reconciliation(ports.predictions());
    }

    @Override
    public Submitted submit(ChunkOrder order, int number, BlobRef cut) {
        return translated(() -> {
            try (Pulse pulse = Pulse.start()) {
                AttemptKey key = order.attempt(number);
                Attempt attempt = ports.attempts().get(key);
                if (!(attempt.state() instanceof Intended)) {
                    return submitted(order, key, atMostOnce.examine(key));
                }
                URI video =
                        ports.predictions().upload(ports.blobs().localFile(cut, scratch), attempt.marker() + ".mp4");
                PredictionInput input = new PredictionInput(video, order.prompts(), false);
                return submitted(order, key, atMostOnce.submit(key, input, webhook(attempt.marker())));
            } catch (RateLimitedException e) {
                return new Submitted(
                        AttemptView.of(number, new Intended()), e.retryAfter().orElse(UNTIL_RESEND));
            }
        });
    }

    private @Nullable String webhook(String marker) {
        UnaryOperator<String> urls = ports.webhook();
        return urls == null ? null : urls.apply(marker);
    }

    private Submitted submitted(ChunkOrder order, AttemptKey key, AttemptState state) {
        if (state instanceof Refused) {
            ports.ledger().post(board.account(key.jobId()).release(key, "refused by the provider"));
        }
        board.show(order, state instanceof Ambiguous ? ChunkPhase.RECONCILING : ChunkPhase.PREDICTING, null, "");
        return new Submitted(AttemptView.of(key.attempt(), state), null);
    }

    @Override
    public Looked find(AttemptKey key) {
        return translated(() -> {
            Attempt attempt = ports.attempts().get(key);
            if (!(attempt.state() instanceof Ambiguous ambiguous)) {
                return new Looked(AttemptView.of(attempt), Looked.Sight.FOUND, "");
            }
            Finding finding = reconciliation.look(attempt, ports.clock().instant());
            if (finding instanceof Finding.Found found) {
                ports.attempts()
                        .move(key, ambiguous, new Accepted(found.prediction().id(), true));
                return new Looked(AttemptView.of(ports.attempts().get(key)), Looked.Sight.FOUND, "");
            }
            return finding instanceof Finding.Unknown unknown
                    ? new Looked(AttemptView.of(attempt), Looked.Sight.UNKNOWN, unknown.reason())
                    : new Looked(AttemptView.of(attempt), Looked.Sight.ABSENT, "");
        });
    }

    @Override
    public Ended awaitPrediction(ChunkOrder order, int number, Pace pace) {
        return translated(() -> {
            AttemptKey key = order.attempt(number);
            PredictionId id = prediction(key);
            Optional<Prediction> seen = poll(id);
            int looks = Activity.getExecutionContext().getInfo().getAttempt();
            PredictionStatus status = seen.map(Prediction::status).orElseGet(() -> missing(key, looks));
            if (!status.isTerminal()) {
                throw ApplicationFailure.newBuilder()
                        .setType(STILL_RUNNING)
                        .setMessage("prediction " + id + " is " + status.word())
                        .setCategory(ApplicationErrorCategory.BENIGN)
                        .setNextRetryDelay(pace.untilNextLook(looks))
                        .build();
            }
            finish(order, key, id, status);
            return ended(status, seen);
        });
    }

    /** What is not known there may only not be known yet, or to this answer: it was paid for, and is not given up at once. */
    private PredictionStatus missing(AttemptKey key, int looks) {
        boolean listed = looks >= MOST_MISSING
                && reconciliation.look(ports.attempts().get(key), ports.clock().instant()) instanceof Finding.Found;
        return looks < MOST_MISSING || listed ? PredictionStatus.UNKNOWN : PredictionStatus.DELETED;
    }

    private PredictionId prediction(AttemptKey key) {
        AttemptState state = ports.attempts().get(key).state();
        return state.prediction()
                .orElseThrow(() -> new IllegalArgumentException("attempt " + key + " has no prediction: " + state));
    }

    private Optional<Prediction> poll(PredictionId id) {
        try {
            return Optional.of(ports.predictions().poll(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
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
    public void fetch(ChunkOrder order, int number, String resultKey) {
        translated(() -> {
            try (Pulse pulse = Pulse.start()) {
                keep(order, order.attempt(number), resultKey, pulse);
            }
            return null;
        });
    }

    private void keep(ChunkOrder order, AttemptKey key, String resultKey, Pulse pulse) throws IOException {
        Prediction prediction = ports.predictions().poll(prediction(key));
        int attempts = board.attempts(order.jobId(), order.chunk().index()).size();
        masks.keep(order, prediction, attempts, resultKey, pulse);
        board.show(order, ChunkPhase.DONE, resultKey, "");
    }

    @Override
    public Abandoned abandon(ChunkOrder order) {
        return translated(() -> {
            String resultKey = ChunkKeys.resultKey(ports.predictions(), order);
            Optional<Attempt> last = ChunkKeys.resumable(
                    board.attempts(order.jobId(), order.chunk().index()), resultKey);
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
                    return new Abandoned(
                            false, "attempt " + key + " may have created a prediction that is not listed yet");
                default:
                    return new Abandoned(false, "");
            }
        });
    }

    private Abandoned abandonPrediction(ChunkOrder order, AttemptKey key, String resultKey) throws IOException {
        PredictionId id = prediction(key);
        Optional<Prediction> seen = poll(id);
        if (seen.isPresent() && !seen.get().status().isTerminal()) {
            ports.predictions().delete(id);
            seen = poll(id);
        }
        PredictionStatus status = seen.map(Prediction::status).orElse(PredictionStatus.DELETED);
        if (!status.isTerminal()) {
            board.show(order, ChunkPhase.FAILED, null, "deleted, but prediction " + id + " still runs");
            return new Abandoned(false, "prediction " + id + " was deleted and still runs: it may be billed");
        }
        finish(order, key, id, status);
        if (status != PredictionStatus.COMPLETED) {
            board.show(order, ChunkPhase.FAILED, null, "cancelled; prediction " + id + " was stopped");
            return new Abandoned(false, "prediction " + id + " was stopped");
        }
        try (Pulse pulse = Pulse.start()) {
            keep(order, key, resultKey, pulse);
        }
        return new Abandoned(true, "prediction " + id + " had finished already; its masks are kept");
    }

    @Override
    public Settled settle(JobId id) {
        return translated(() -> {
            Settlement.Settled settled = settlement.settle(id);
            return new Settled(settled.spent(), settled.unbilled(), settled.adjusted());
        });
    }
}
