package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.temporal.activity.ChunkOrder;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** One chunk: cut, submitted at most once an attempt, awaited, fetched. */
@WorkflowInterface
public interface SegmentChunk {
    /**
     * How a chunk ended.
     *
     * @param chunk index in the plan
     * @param kind how
     * @param resultKey key of its result; null without one
     * @param failure why it has none; null where it has, or where it has to be normalised
     * @param note a sentence about what happened; empty where nothing did
     */
    record Outcome(
            int chunk,
            Kind kind,
            @Nullable String resultKey,
            @Nullable JobFailure failure,
            String note) {
        /** The ways a chunk ends. */
        public enum Kind {
            DONE,
            FAILED,
            CANCELLED,
            /** packets cannot be copied exactly: the source has to be normalised first */
            NEEDS_NORMALISING
        }
    }

    /**
     * What an operator decides about a submit whose outcome cannot be found out.
     *
     * @param predictionId the prediction to adopt; null for the other decisions
     * @param attempt number of the attempt that it is about; null for whichever is in doubt
     */
    record Resolution(
            Kind kind,
            @Nullable String predictionId,
            @Nullable Integer attempt) {
        /** The three decisions. */
        public enum Kind {
            /** the named prediction is it */
            ADOPT,
            /** there is none: a new attempt may start */
            RESUBMIT,
            /** the chunk goes without a result */
            SKIP
        }

        /** About whichever attempt is in doubt. */
        public Resolution(Kind kind, @Nullable String predictionId) {
            this(kind, predictionId, null);
        }

        public Resolution {
            if ((kind == Kind.ADOPT) != (predictionId != null)) {
                throw new IllegalArgumentException(
                        kind + " with prediction " + predictionId + ": name a prediction to adopt, and only then");
            }
        }
    }

    @WorkflowMethod
    Outcome segment(ChunkOrder order);

    /**
     * The provider says that something changed; the workflow looks at once.
     *
     * @param attempt number of the attempt whose webhook was called
     * @param predictionId what it was called for; null where that was not said
     */
    @SignalMethod
    void predictionChanged(int attempt, @Nullable String predictionId);

    /** Stops or resumes making new attempts; one that has been submitted goes on. */
    @SignalMethod
    void setPaused(boolean paused);

    /** A submit that waits for the account waits anew, in its new place. */
    @SignalMethod
    void setPriority(int priority);

    @SignalMethod
    void resolveSubmission(Resolution resolution);
}
