package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Pace;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of the provider. All but {@link #submit} may be done again without harm. */
@ActivityInterface(namePrefix = "Sam3")
public interface ProviderCalls {
    /**
     * How a submit went.
     *
     * @param attempt where the attempt stands; another job's attempt where that is under way for the same result
     * @param waitFirst how long to wait before it is sent again; null where it need not be
     */
    record Submitted(AttemptView attempt, @Nullable Duration waitFirst) {}

    /** What a look for a lost prediction found. */
    record Looked(AttemptView attempt, Sight sight, String note) {
        /** The three things a look can find. */
        public enum Sight {
            FOUND,
            ABSENT,
            UNKNOWN
        }
    }

    /**
     * How a prediction ended.
     *
     * @param worthAnotherAttempt whether a new, paid attempt may succeed
     * @param note why it failed; empty where it did not
     */
    record Ended(PredictionStatus status, boolean worthAnotherAttempt, String note) {}

    /**
     * What became of a chunk's prediction when the job was cancelled.
     *
     * @param fetched true where it was complete, and its result is kept
     * @param note a sentence for the result
     */
    record Abandoned(boolean fetched, String note) {}

    /**
     * What settling came to.
     *
     * @param charged what the job has come to
     * @param unbilled predictions that the provider's list has no row for yet
     * @param adjusted sum of the differences between what was charged and what the rows say
     */
    record Settled(MicroUsd charged, int unbilled, MicroUsd adjusted) {}

    /** Uploads the chunk and sends the attempt's one POST. Never retried: the attempt's state says what to do next. */
    Submitted submit(ChunkOrder order, int number, BlobRef cut);

    /** One look for the prediction of an ambiguous attempt, which is adopted if it is found. */
    Looked find(AttemptKey key);

    /** Looks at an attempt's prediction until it has ended; each look is one try of the activity. The end is charged. */
    Ended awaitPrediction(ChunkOrder order, AttemptKey key, Pace pace);

    /** Fetches the masks of an attempt's completed prediction, checks their number of frames and keeps them. */
    void fetch(ChunkOrder order, AttemptKey key, String resultKey);

    /** Fetches the masks of a prediction once more, whose file is gone from the store. */
    void fetchAgain(ChunkOrder order, String predictionId, String resultKey);

    /** Stops what a cancelled chunk has at the provider, and keeps what is complete. */
    Abandoned abandon(ChunkOrder order);

    /**
     * Stops what a cancelled job has at the provider in chunks that no workflow knows of, and keeps what is complete.
     *
     * @param told indices of chunks whose workflows have done so
     * @return sentences for the result; empty where there was nothing
     */
    String abandonRest(JobId id, List<Integer> told);

    /** Why a prediction that an operator names cannot be that of an attempt; empty where nothing speaks against it. */
    String whyNotOf(AttemptKey key, String predictionId);

    /** Brings the job's ledger to what the provider's billing rows say. */
    Settled settle(JobId id);
}
