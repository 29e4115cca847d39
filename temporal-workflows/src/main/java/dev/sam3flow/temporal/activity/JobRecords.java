package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.ChunkRepair;
import dev.sam3flow.core.result.Summary.Milestone;
import dev.sam3flow.temporal.Pace;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Light reads and writes of our own database; each may be done again without harm. */
@ActivityInterface(namePrefix = "Sam3")
public interface JobRecords {
    /**
     * What a workflow needs to know of a request; the video's URI is not part of it, as it may be a secret.
     *
     * @param priority 0 in what was recorded before there was one
     * @param standing what operators told an earlier run of it; null in what was recorded before that was kept
     */
    record JobOrder(
            JobId id,
            Prompts prompts,
            int parallel,
            @Nullable MicroUsd maxCharge,
            FailurePolicy onChunkFailure,
            int mostAttempts,
            boolean reuse,
            boolean askOverBudget,
            Pace pace,
            boolean perObject,
            boolean autoRepair,
            int priority,
            @Nullable StandingOrders standing) {
        /** What is asked of each chunk: one prediction for each of these, pass after pass. */
        public List<Prompts> calls() {
            return perObject ? prompts.each() : List.of(prompts);
        }

        /** What operators told an earlier run of it. */
        public StandingOrders told() {
            return standing == null ? StandingOrders.NONE : standing;
        }
    }

    /**
     * How a reservation went.
     *
     * @param reserved what is held now for the job
     * @param refusal why nothing was reserved; null where it was
     */
    record Reserved(MicroUsd reserved, @Nullable String refusal) {}

    /**
     * How a chunk begins.
     *
     * @param resultKey key of its result
     * @param done true where the result is there already
     * @param next number of the attempt to go on with or to make
     * @param attempt what to go on with: that attempt, or another job's for the same result that is under way; null where
     *     one has to be made
     * @param lostOf prediction whose masks were fetched, and are gone from the store; null where that is not so
     */
    record ChunkStart(
            String resultKey,
            boolean done,
            int next,
            @Nullable AttemptView attempt,
            @Nullable String lostOf) {}

    /** Keys of the results that a job's chunks have, by the chunk's index. */
    record ResultKeys(Map<Integer, String> keys) {
        public ResultKeys {
            keys = Map.copyOf(keys);
        }
    }

    /**
     * A chunk with its price.
     *
     * @param kept key of the result that a repair keeps of it, empty where it stays without one; null where it is segmented
     * @param onlyFor as in {@link ChunkOrder}
     */
    record PricedChunk(
            Chunk chunk,
            MicroUsd price,
            @Nullable String kept,
            @Nullable String onlyFor) {
        public boolean staysWithout() {
            return kept != null && kept.isEmpty();
        }
    }

    /** The chunks that a page of a plan holds. */
    record Page(List<PricedChunk> chunks) {}

    /**
     * How a job ends.
     *
     * @param source null where it did not come to that
     * @param plan null where it did not come to that
     * @param files files there are so far
     * @param report the {@link dev.sam3flow.core.result.AssembledResult} as JSON; null without masks
     * @param results the {@link ResultKeys} as JSON; null where no chunk has a result
     * @param failure null where all went well
     * @param note what else an operator should know; empty where that is nothing
     * @param timeline when the job entered which phase
     * @param repairs what became of chunks that looked bad; null in what was recorded before there were repairs
     */
    record Ending(
            JobId id,
            JobPhase phase,
            @Nullable SourceFacts source,
            @Nullable PlanFacts plan,
            Map<String, BlobRef> files,
            @Nullable BlobRef report,
            @Nullable BlobRef results,
            @Nullable JobFailure failure,
            String note,
            List<Milestone> timeline,
            @Nullable List<ChunkRepair> repairs) {}

    /** Reads the request and forgets how an earlier run of the job ended. */
    JobOrder open(JobId id);

    void phase(JobId id, JobPhase phase, String note);

    /** Records what was planned: every chunk waits. */
    void planned(JobId id, SourceFacts source, PlanFacts plan);

    /** Reserves the price of every chunk that has neither a result nor a reservation, all or none. */
    Reserved reserve(JobId id, SourceFacts source, PlanFacts plan, @Nullable MicroUsd limit);

    Page page(PlanFacts plan, int from, int most);

    /** Looks for a result or an attempt that this chunk can go on with. */
    ChunkStart begin(ChunkOrder order);

    /** Records the intent of an attempt, with its reservation; refused over budget. */
    // named: the SDK capitalises in the default locale, where a Turkish i becomes another letter
    @ActivityMethod(name = "Sam3Intend")
    AttemptView intend(ChunkOrder order, int number, String resultKey);

    /** Adds results to those that are kept as {@code before}. */
    BlobRef keepResults(@Nullable BlobRef before, ResultKeys more);

    /** Where an attempt stands; one left in the middle of a submit by its worker becomes ambiguous. */
    AttemptView examine(AttemptKey key);

    /** Ends an ambiguous attempt whose prediction exists nowhere. */
    AttemptView lost(AttemptKey key, String evidence);

    /** Ties an ambiguous attempt to a prediction that an operator or a callback named. */
    AttemptView adopt(AttemptKey key, String predictionId);

    /** Gives back what is held for an attempt that will not be charged. */
    void release(AttemptKey key, String reason);

    /** Records that a chunk waits for an operator, or has failed. */
    void chunkStopped(ChunkOrder order, boolean needsOperator, String note);

    /** Records that chunks that looked bad are done, with those of the results that stay. */
    void repaired(JobId id, List<ChunkRepair> repairs, BlobRef results);

    /** Gives back what is held for attempts that nothing is owed for. */
    void releaseRest(JobId id);

    /** Writes the summary and records how the job ended. */
    JobResult publish(Ending ending);
}
