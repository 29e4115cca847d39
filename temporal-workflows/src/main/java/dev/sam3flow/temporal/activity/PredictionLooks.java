package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.activity.ProviderCalls.Looked;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at predictions, each by the account that it was sent by. */
final class PredictionLooks {
    /** So many looks that find nothing, spread over minutes, before a prediction counts as gone. */
    private static final int MOST_MISSING = 6;

    /** Answers that cannot be read are an outage for so long after the intent, and then the prediction's own. */
    private static final Duration READABLE_WITHIN = Duration.ofHours(2);

    /** How long a look may hold its slot. */
    private static final Duration MOST_HELD = Duration.ofSeconds(2);

    private final Sam3Ports ports;
    private final ChunkBoard board;
    private final Reconciliation reconciliation;

    PredictionLooks(Sam3Ports ports, ChunkBoard board, Reconciliation reconciliation) {
        this.ports = ports;
        this.board = board;
        this.reconciliation = reconciliation;
    }

    /** One look for the prediction of an attempt in doubt, which is adopted if it is found. */
    Looked find(AttemptKey key) {
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
    }

    /** Also where a worker that died had moved it, and shown nothing. */
    private Looked found(Attempt attempt) {
        board.showFound(attempt);
        return new Looked(AttemptView.of(attempt), Looked.Sight.FOUND, "");
    }

    /** Looks; waits here between looks that are closer together than a workflow server can time retries. */
    Optional<Prediction> inPace(AttemptKey key, PredictionId id, Pace pace) throws InterruptedException {
        int looks = Activity.getExecutionContext().getInfo().getAttempt();
        Duration wait = pace.untilNextLook(looks);
        Optional<Prediction> seen = look(key, id, wait);
        Duration held = Duration.ZERO;
        while (seen.map(prediction -> !prediction.status().isTerminal()).orElse(false)
                && wait.compareTo(Pace.FINEST_TIMER) < 0
                && held.compareTo(MOST_HELD) < 0) {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            held = held.plus(wait);
            wait = pace.untilNextLook(++looks);
            seen = look(key, id, wait);
        }
        return seen;
    }

    /** What is no answer, or none that can be read, comes again in the pace of looks: the prediction is paid for. */
    private Optional<Prediction> look(AttemptKey key, PredictionId id, Duration untilNext) {
        try {
            return poll(key, id);
        } catch (Sam3Exception e) {
            Instant patience = ports.attempts().get(key).intendedAt().plus(READABLE_WITHIN);
            boolean unreadable = e instanceof MalformedResponseException
                    && ports.clock().instant().isBefore(patience);
            if (!e.retryable() && !unreadable) {
                throw e;
            }
            Duration asked = e.retryAfter().orElse(Duration.ZERO);
            throw ApplicationFailure.newBuilder()
                    .setType(e.code())
                    .setMessage(String.valueOf(e.getMessage()))
                    .setNextRetryDelay(asked.compareTo(untilNext) > 0 ? asked : untilNext)
                    .build();
        }
    }

    /** What is not known there may only not be known yet, or to this answer: it was paid for, and is not given up at once. */
    PredictionStatus missing(AttemptKey key, int looks) {
        boolean listed = looks >= MOST_MISSING
                && reconciliation.look(ports.attempts().get(key), ports.clock().instant()) instanceof Finding.Found;
        return looks < MOST_MISSING || listed ? PredictionStatus.UNKNOWN : PredictionStatus.DELETED;
    }

    PredictionId prediction(AttemptKey key) {
        AttemptState state = ports.attempts().get(key).state();
        return state.prediction()
                .orElseThrow(() -> new IllegalArgumentException("attempt " + key + " has no prediction: " + state));
    }

    /** By the account that the attempt was sent by. @throws UnavailableException if its key cannot be had now */
    PredictionService payer(AttemptKey key) {
        return PredictionService.payer(
                ports.predictions(), ports.attempts().get(key).account());
    }

    Optional<Prediction> poll(AttemptKey key, PredictionId id) {
        try {
            return Optional.of(payer(key).poll(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
