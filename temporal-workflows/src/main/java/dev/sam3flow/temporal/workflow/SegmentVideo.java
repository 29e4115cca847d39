package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.result.Summary.Milestone;
import dev.sam3flow.temporal.activity.JobRecords.JobOrder;
import dev.sam3flow.temporal.activity.PlanFacts;
import dev.sam3flow.temporal.activity.SourceFacts;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One job, of any length: probe, plan, quote, reserve, segment the chunks, stitch, settle, publish.
 *
 * <p>The request is read from the job store, so that no URL enters a history. Fails with an application failure whose type
 * is the reason, after the result has been recorded; a job that failed may be started again and pays nothing twice.
 */
@WorkflowInterface
public interface SegmentVideo {
    /**
     * What a run starts with.
     *
     * @param carried what an earlier run of the same job handed over; null at the job's beginning
     */
    record Start(JobId id, @Nullable Carried carried) {}

    /**
     * What travels from one run to the next when the history has grown long.
     *
     * @param priority what it was changed to; 0 where it was not
     * @param notes what a reader of the result should know; null in what was recorded before they were handed over
     * @param failure why the first chunk without a result has none; null where each has one
     */
    record Carried(
            JobOrder order,
            SourceFacts source,
            SourceFacts cutFrom,
            PlanFacts plan,
            @Nullable MicroUsd limit,
            int nextChunk,
            List<Integer> failed,
            @Nullable String previousKey,
            @Nullable BlobRef results,
            boolean paused,
            int parallel,
            List<Milestone> timeline,
            int priority,
            @Nullable List<String> notes,
            @Nullable JobFailure failure) {}

    /** A job as its workflow sees it; the job store knows more. */
    record Glance(JobPhase phase, int chunks, int started, int done, int failed, boolean paused, int parallel) {}

    /**
     * Answer to a quote over a budget.
     *
     * @param approved false ends the job
     * @param limit most that the job may come to from now on; null for no limit of its own
     */
    record Approval(boolean approved, @Nullable MicroUsd limit) {}

    /** What an operator decides about a chunk that failed. */
    enum Repair {
        RETRY,
        SKIP
    }

    @WorkflowMethod
    JobResult segment(Start start);

    @QueryMethod
    Glance progress();

    /** Stops or resumes submitting; predictions that run are let finish. */
    @UpdateMethod
    void setPaused(boolean paused);

    @UpdateValidatorMethod(updateName = "setPaused")
    void checkPause(boolean paused);

    @UpdateMethod
    void setParallelism(int parallel);

    @UpdateValidatorMethod(updateName = "setParallelism")
    void checkParallelism(int parallel);

    /** Chunks that wait for the account wait anew, in their new place. */
    @UpdateMethod
    void setPriority(int priority);

    @UpdateValidatorMethod(updateName = "setPriority")
    void checkPriority(int priority);

    @UpdateMethod
    void approveBudget(Approval approval);

    @UpdateValidatorMethod(updateName = "approveBudget")
    void checkApproval(Approval approval);

    /** Decides about a failed chunk of a job that asks. */
    @UpdateMethod
    void retryChunk(int chunk, Repair repair);

    @UpdateValidatorMethod(updateName = "retryChunk")
    void checkRepair(int chunk, Repair repair);

    /** Passes an operator's decision to a chunk whose submit cannot be found out. */
    @UpdateMethod
    void resolveSubmission(int chunk, SegmentChunk.Resolution resolution);

    @UpdateValidatorMethod(updateName = "resolveSubmission")
    void checkResolution(int chunk, SegmentChunk.Resolution resolution);
}
