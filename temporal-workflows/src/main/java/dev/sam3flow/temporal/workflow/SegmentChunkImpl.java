package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Pace;
import dev.sam3flow.temporal.Turn;
import dev.sam3flow.temporal.activity.AttemptView;
import dev.sam3flow.temporal.activity.AttemptView.Stage;
import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.FailureTranslation;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.JobRecords.ChunkStart;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.MediaWork.Cut;
import dev.sam3flow.temporal.activity.ProviderCalls;
import dev.sam3flow.temporal.activity.ProviderCalls.Abandoned;
import dev.sam3flow.temporal.activity.ProviderCalls.Ended;
import dev.sam3flow.temporal.activity.ProviderCalls.Looked;
import dev.sam3flow.temporal.activity.ProviderCalls.Submitted;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link SegmentChunk} as a loop over attempts. */
public final class SegmentChunkImpl implements SegmentChunk {
    /** With the growing waits between them, about a day. */
    private static final int MOST_UNSENT = 300;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Two looks further apart than that, whatever their pace, had an outage between them. */
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(1);

    private final JobRecords records = ActivityStubs.records();
    private final MediaWork media = ActivityStubs.media();
    private final ProviderCalls looks = ActivityStubs.looks();
    private final ProviderCalls calls = ActivityStubs.calls();
    private final ProviderCalls fetches = ActivityStubs.fetches();

    private boolean nudged;
    private boolean paused;
    private boolean toldToPause;
    private boolean outOfPlace;
    private int priority = Workflow.getInfo().getPriority().getPriorityKey();
    private int unsent;
    private final Map<Integer, String> named = new HashMap<>();
    private @Nullable Resolution resolution;
    private @Nullable BlobRef cut;
    private String resultKey = "";

    @Override
    public void predictionChanged(int attempt, @Nullable String predictionId) {
        nudged = true;
        if (predictionId != null) {
            named.put(attempt, predictionId);
        }
    }

    @Override
    public void setPaused(boolean pause) {
        paused = pause;
        toldToPause = true;
    }

    @Override
    public void setPriority(int first) {
        outOfPlace = first != priority;
        priority = first;
    }

    @Override
    public void resolveSubmission(Resolution decision) {
        resolution = decision;
    }

    @Override
    public Outcome segment(ChunkOrder order) {
        paused = toldToPause ? paused : order.paused();
        try {
            return attempts(order);
        } catch (Stopped stopped) {
            return stopped.outcome;
        } catch (TemporalFailure failure) {
            return FailureTranslation.isCancellation(failure)
                    ? abandoned(order)
                    : failed(order, FailureTranslation.jobFailure(failure));
        }
    }

    private Outcome attempts(ChunkOrder order) {
        int paid = 0;
        while (true) {
            ChunkStart start = records.begin(order);
            resultKey = start.resultKey();
            String lostOf = start.lostOf();
            if (lostOf != null) {
                fetches.fetchAgain(order, lostOf, resultKey);
            }
            if (start.done() || lostOf != null) {
                return done(order);
            }
            AttemptView first = start.attempt();
            AttemptView settled = settledSubmit(order, first == null ? made(order, start.next()) : first);
            if (settled.stage() == Stage.INTENDED) {
                continue;
            }
            JobFailure failure = end(order, settled);
            if (failure == null) {
                fetches.fetch(order, settled.key(), resultKey);
                return done(order);
            }
            paid += settled.isOf(order) ? 1 : 0;
            if (paid >= order.mostAttempts()) {
                return failed(order, failure);
            }
        }
    }

    /** A new attempt: the cut comes first, so that nothing is reserved for a chunk that cannot be sent. */
    private AttemptView made(ChunkOrder order, int number) {
        cutOnce(order);
        Workflow.await(() -> !paused);
        return records.intend(order, number, resultKey);
    }

    private BlobRef cutOnce(ChunkOrder order) {
        if (cut == null) {
            Cut made = media.cut(order.cutFrom(), order.chunk());
            cut = made.video();
            if (cut == null) {
                throw new Stopped(new Outcome(
                        order.chunk().index(),
                        Outcome.Kind.NEEDS_NORMALISING,
                        null,
                        null,
                        String.valueOf(made.inexact())));
            }
        }
        return cut;
    }

    /**
     * Submits and reconciles until the attempt is accepted, refused, lost or finished. Where another job's attempt for the same
     * result is under way, that one is followed; it comes back as Intended where it was not sent after all.
     */
    private AttemptView settledSubmit(ChunkOrder order, AttemptView first) {
        AttemptView attempt = first;
        while (attempt.stage() == Stage.INTENDED && attempt.isOf(order)) {
            attempt = submit(order, attempt);
        }
        if (attempt.stage() == Stage.SENDING) {
            attempt = attempt.isOf(order) ? records.examine(attempt.key()) : sentByOther(order, attempt);
        }
        return attempt.stage() == Stage.AMBIGUOUS ? reconciled(order, attempt) : attempt;
    }

    /** Another job's submit is not taken for dead before the time in which any submit is answered has gone by. */
    private AttemptView sentByOther(ChunkOrder order, AttemptView attempt) {
        long until = Workflow.currentTimeMillis() + order.pace().quietPeriod().toMillis();
        AttemptView seen = attempt;
        while (seen.stage() == Stage.SENDING && Workflow.currentTimeMillis() < until) {
            Workflow.sleep(order.pace().shortestPoll());
            seen = looks.find(attempt.key()).attempt();
        }
        return seen.stage() == Stage.SENDING ? records.examine(seen.key()) : seen;
    }

    private AttemptView submit(ChunkOrder order, AttemptView attempt) {
        BlobRef video = cutOnce(order);
        Workflow.await(() -> !paused);
        if (CancellationScope.current().isCancelRequested()) {
            throw new CanceledFailure("cancelled before the submit");
        }
        Submitted answer;
        try {
            answer = Workflow.getVersion("submit-can-be-recalled", Workflow.DEFAULT_VERSION, 1) == 1
                    ? sent(order, attempt, video)
                    : sentWhateverComes(order, attempt, video);
        } catch (ActivityFailure failure) {
            answer = unanswered(order, attempt, failure);
        }
        Duration wait = answer.waitFirst();
        if (answer.attempt().stage() == Stage.INTENDED && wait != null) {
            Workflow.sleep(wait);
        }
        return answer.attempt();
    }

    /**
     * A pause, a cancellation or another priority recalls a submit that waits for the account; it must not cut one in half, so one that was begun
     * is waited for all the same.
     */
    private Submitted sent(ChunkOrder order, AttemptView attempt, BlobRef video) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Promise<Submitted>[] answer = new Promise[1];
        ProviderCalls submits = ActivityStubs.submits(Turn.of(order.jobId(), priority));
        outOfPlace = false;
        CancellationScope scope = Workflow.newCancellationScope(() ->
                answer[0] = Async.function(submits::submit, order, attempt.key().attempt(), video));
        scope.run();
        try {
            Workflow.await(() -> paused || outOfPlace || answer[0].isCompleted());
        } catch (CanceledFailure cancelled) {
            // with this scope, the submit's was cancelled
        }
        if ((paused || outOfPlace) && !answer[0].isCompleted()) {
            scope.cancel(paused ? "paused" : "another priority");
        }
        try {
            return answer[0].get();
        } catch (ActivityFailure failure) {
            if (FailureTranslation.isCancellation(failure)) {
                return new Submitted(attempt, null);
            }
            throw failure;
        }
    }

    /** As it was before submits waited in a queue. */
    private Submitted sentWhateverComes(ChunkOrder order, AttemptView attempt, BlobRef video) {
        ProviderCalls submits = ActivityStubs.submits(Turn.of(order.jobId(), priority));
        Submitted[] answer = new Submitted[1];
        Workflow.newDetachedCancellationScope(
                        () -> answer[0] = submits.submit(order, attempt.key().attempt(), video))
                .run();
        return answer[0];
    }

    /** The attempt's row says whether anything was sent; where nothing was, it may be sent again for as long as that has hope. */
    private Submitted unanswered(ChunkOrder order, AttemptView attempt, ActivityFailure failure) {
        AttemptView now = records.examine(attempt.key());
        boolean hopeless = failure.getCause() instanceof ApplicationFailure f && f.isNonRetryable();
        unsent++;
        if (now.stage() == Stage.INTENDED && (hopeless || unsent >= MOST_UNSENT)) {
            records.release(attempt.key(), "never sent");
            throw failure;
        }
        Duration grown = Duration.ofSeconds(5L << Math.min(unsent, 10));
        return new Submitted(now, grown.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : grown);
    }

    /** Looks for the prediction until it is found or the quiet period is over; then, in doubt, an operator decides. */
    private AttemptView reconciled(ChunkOrder order, AttemptView attempt) {
        long until = Workflow.currentTimeMillis() + order.pace().quietPeriod().toMillis();
        // one absence proves nothing: it has to last, over looks that were all answered
        long absence =
                order.pace().quietPeriod().minus(order.pace().betweenFinds()).toMillis();
        long mostBetween = Math.max(3 * order.pace().betweenFinds().toMillis(), SLOW_ANSWER.toMillis());
        long absentSince = Long.MAX_VALUE;
        long lastLook = Workflow.currentTimeMillis();
        while (true) {
            Looked look = looks.find(attempt.key());
            if (look.sight() == Looked.Sight.FOUND) {
                return look.attempt();
            }
            String calledBack = attempt.isOf(order) ? named.get(attempt.key().attempt()) : null;
            if (calledBack != null) {
                return records.adopt(attempt.key(), calledBack);
            }
            long now = Workflow.currentTimeMillis();
            if (look.sight() != Looked.Sight.ABSENT) {
                absentSince = Long.MAX_VALUE;
            } else if (absentSince == Long.MAX_VALUE || now - lastLook > mostBetween) {
                absentSince = now;
            }
            lastLook = now;
            if (now >= until && (look.sight() != Looked.Sight.ABSENT || now - absentSince >= absence)) {
                return look.sight() == Looked.Sight.ABSENT
                        ? records.lost(
                                attempt.key(),
                                "absent from the provider's list for "
                                        + order.pace().quietPeriod().toSeconds() + " s")
                        : decided(order, attempt, look.note());
            }
            nudged = false;
            Workflow.await(order.pace().betweenFinds(), () -> nudged || isDecided(order, attempt));
            if (isDecided(order, attempt) && !isUnfit(attempt)) {
                return decided(order, attempt, look.note());
            }
        }
    }

    private AttemptView decided(ChunkOrder order, AttemptView attempt, String why) {
        String open = "it cannot be told whether the submit created a prediction: " + why;
        Resolution decision = decision(order, attempt, open);
        while (decision.kind() == Resolution.Kind.ADOPT) {
            String prediction = Objects.requireNonNull(decision.predictionId());
            String unfit = decision.attempt() == null ? "" : whyNot(attempt, prediction);
            if (unfit.isEmpty()) {
                return records.adopt(attempt.key(), prediction);
            }
            decision = decision(order, attempt, unfit + "; " + open);
        }
        AttemptView lost = records.lost(attempt.key(), "an operator decided " + decision.kind());
        if (decision.kind() == Resolution.Kind.SKIP) {
            throw new Stopped(
                    failed(order, new JobFailure(Reason.PARTIAL_RESULT, "chunk skipped by an operator's decision")));
        }
        return lost;
    }

    private Resolution decision(ChunkOrder order, AttemptView attempt, String why) {
        if (!isDecided(order, attempt)) {
            records.chunkStopped(order, true, why);
            Workflow.await(() -> isDecided(order, attempt));
        }
        Resolution decision = Objects.requireNonNull(resolution);
        resolution = null;
        return decision;
    }

    /** What was named too early or wrongly does not end the search. */
    private boolean isUnfit(AttemptView attempt) {
        Resolution decision = Objects.requireNonNull(resolution);
        String prediction = decision.predictionId();
        if (decision.attempt() == null
                || prediction == null
                || whyNot(attempt, prediction).isEmpty()) {
            return false;
        }
        resolution = null;
        return true;
    }

    private String whyNot(AttemptView attempt, String prediction) {
        try {
            return calls.whyNotOf(attempt.key(), prediction);
        } catch (ActivityFailure failure) {
            if (FailureTranslation.isCancellation(failure)) {
                throw failure;
            }
            return "prediction " + prediction + " could not be looked at: "
                    + FailureTranslation.jobFailure(failure).message();
        }
    }

    /** What was decided about an earlier attempt says nothing about this one. */
    private boolean isDecided(ChunkOrder order, AttemptView attempt) {
        return resolution != null
                && (resolution.attempt() == null
                        || !attempt.isOf(order)
                        || resolution.attempt() == attempt.key().attempt());
    }

    /** Null when the prediction is complete; else why this attempt yields nothing. Stops where a new one would not help. */
    private @Nullable JobFailure end(ChunkOrder order, AttemptView attempt) {
        String name = "chunk " + (order.chunk().index() + 1) + ", attempt "
                + attempt.key().attempt() + ": ";
        if (attempt.stage() == Stage.REFUSED) {
            throw new Stopped(failed(order, new JobFailure(Reason.PROVIDER, name + attempt.note())));
        }
        if (attempt.stage() == Stage.LOST) {
            return new JobFailure(Reason.PROVIDER, name + "lost, " + attempt.note());
        }
        Ended ended = awaited(order, attempt);
        if (ended.status() == PredictionStatus.COMPLETED) {
            return null;
        }
        JobFailure failure = new JobFailure(Reason.PROVIDER, name + ended.note());
        if (!ended.worthAnotherAttempt()) {
            throw new Stopped(failed(order, failure));
        }
        return failure;
    }

    /** Waits for the end; a callback only makes the next look come now. */
    private Ended awaited(ChunkOrder order, AttemptView attempt) {
        if (attempt.stage() == Stage.ACCEPTED && order.pace().firstLook().compareTo(Pace.FINEST_TIMER) >= 0) {
            nudged = false;
            Workflow.await(order.pace().firstLook(), () -> nudged);
        }
        while (true) {
            nudged = false;
            @SuppressWarnings({"unchecked", "rawtypes"})
            Promise<Ended>[] looking = new Promise[1];
            CancellationScope scope = Workflow.newCancellationScope(
                    () -> looking[0] = Async.function(looks::awaitPrediction, order, attempt.key(), order.pace()));
            scope.run();
            Workflow.await(() -> nudged || looking[0].isCompleted());
            if (looking[0].isCompleted()) {
                return looking[0].get();
            }
            scope.cancel("the provider called back");
        }
    }

    private Outcome done(ChunkOrder order) {
        return new Outcome(order.chunk().index(), Outcome.Kind.DONE, resultKey, null, "");
    }

    private Outcome failed(ChunkOrder order, JobFailure failure) {
        records.chunkStopped(order, false, failure.message());
        return new Outcome(order.chunk().index(), Outcome.Kind.FAILED, null, failure, failure.message());
    }

    private Outcome abandoned(ChunkOrder order) {
        Abandoned[] end = {new Abandoned(false, "")};
        Workflow.newDetachedCancellationScope(() -> {
                    try {
                        end[0] = calls.abandon(order);
                    } catch (ActivityFailure failure) {
                        String message = FailureTranslation.jobFailure(failure).message();
                        end[0] = new Abandoned(false, "may still run and be billed: " + message);
                    }
                })
                .run();
        return new Outcome(
                order.chunk().index(),
                end[0].fetched() ? Outcome.Kind.DONE : Outcome.Kind.CANCELLED,
                end[0].fetched() ? resultKey : null,
                null,
                end[0].note());
    }

    /** Ends the chunk from within an attempt. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Stopped(Outcome outcome) {
            super(outcome.note(), null, false, false);
            this.outcome = outcome;
        }
    }
}
