package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.Turn;
import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.FailureTranslation;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.JobRecords.PricedChunk;
import dev.sam3flow.temporal.activity.JobRecords.ResultKeys;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.SourceFacts;
import dev.sam3flow.temporal.workflow.SegmentChunk.Outcome;
import dev.sam3flow.temporal.workflow.SegmentChunk.Resolution;
import dev.sam3flow.temporal.workflow.SegmentVideo.Carried;
import dev.sam3flow.temporal.workflow.SegmentVideo.Repair;
import dev.sam3flow.temporal.workflow.SegmentVideo.Start;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the chunks of a job as children, a page of the plan at a time, never more at once than asked for. */
final class ChunkFan {
    private static final int PAGE = 200;
    private static final int MOST_NOTES = 10;

    private final JobRecords records;
    private final MediaWork media;
    private final TreeMap<Integer, PricedChunk> failed = new TreeMap<>();
    private final List<Integer> gaps = new ArrayList<>();
    private final TreeMap<Integer, Repair> repairs = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final TreeSet<Integer> running = new TreeSet<>();
    private final TreeMap<Integer, String> fresh = new TreeMap<>();

    private @Nullable Promise<SourceFacts> normalised;
    private @Nullable JobFailure failure;
    private @Nullable String previousKey;
    private @Nullable BlobRef results;
    private @Nullable Carried carried;
    private boolean paused;
    private int parallel;
    private int priority;
    private int started;
    private int done;

    ChunkFan(JobRecords records, MediaWork media) {
        this.records = records;
        this.media = media;
    }

    /**
     * Segments every chunk from {@code job.nextChunk()} on; comes back when each has a result or is a gap by policy.
     *
     * @param show told when the job is paused, needs an operator, or goes on
     */
    void segment(Carried job, Consumer<JobPhase> show) {
        carried = job;
        paused = job.paused() || paused;
        parallel = job.parallel();
        priority = priority == 0 ? job.priority() : priority;
        previousKey = job.previousKey();
        results = job.results();
        gaps.addAll(job.failed());
        int next = job.nextChunk();
        done = next - gaps.size();
        started = next;
        while (next < job.plan().chunks() && !mustStop()) {
            List<PricedChunk> page = records.page(job.plan(), next, PAGE).chunks();
            for (PricedChunk chunk : page) {
                awaitTurn(show);
                if (!mustStop()) {
                    launch(chunk);
                }
            }
            next += page.size();
            if (fresh.size() >= PAGE) {
                results();
            }
            if (next < job.plan().chunks() && Workflow.getInfo().isContinueAsNewSuggested()) {
                drained(show);
                Workflow.continueAsNew(new Start(job.order().id(), handedOver(next)));
            }
        }
        drained(show);
        if (done == 0) {
            throw FailureTranslation.ended(Objects.requireNonNullElseGet(
                    failure, () -> new JobFailure(Reason.PROVIDER, "no chunk has a result")));
        }
    }

    private void awaitTurn(Consumer<JobPhase> show) {
        while (!mustStop() && (paused || running.size() >= parallel)) {
            boolean shown = paused;
            show.accept(shown ? JobPhase.PAUSED : JobPhase.SEGMENTING);
            Workflow.await(() -> mustStop() || paused != shown || !paused && running.size() < parallel);
        }
        show.accept(JobPhase.SEGMENTING);
    }

    /** Waits for all that run; then for the operator about those that failed, where the job asks. */
    private void drained(Consumer<JobPhase> show) {
        Workflow.await(() -> running.isEmpty());
        while (!failed.isEmpty() && !mustStop()) {
            show.accept(JobPhase.NEEDS_OPERATOR);
            Workflow.await(() -> !repairs.isEmpty());
            int chunk = repairs.firstKey();
            Repair repair = Objects.requireNonNull(repairs.remove(chunk));
            PricedChunk again = failed.remove(chunk);
            if (again != null && repair == Repair.RETRY) {
                show.accept(JobPhase.SEGMENTING);
                launch(again);
                Workflow.await(() -> running.isEmpty());
            } else if (again != null) {
                gaps.add(chunk);
            }
        }
        if (mustStop()) {
            throw FailureTranslation.ended(Objects.requireNonNull(failure));
        }
    }

    private boolean mustStop() {
        return failure != null && job().order().onChunkFailure() == FailurePolicy.FAIL;
    }

    private Carried job() {
        return Objects.requireNonNull(carried);
    }

    private void launch(PricedChunk chunk) {
        int index = chunk.chunk().index();
        running.add(index);
        started++;
        Async.procedure(() -> {
            try {
                end(chunk, outcome(chunk, null, job().order().mostAttempts()));
            } catch (TemporalFailure failure) {
                end(chunk, unanswered(chunk, failure));
            } finally {
                running.remove(index);
            }
        });
    }

    private static Outcome unanswered(PricedChunk chunk, TemporalFailure failure) {
        boolean cancelled = FailureTranslation.isCancellation(failure);
        JobFailure why = FailureTranslation.jobFailure(failure);
        return new Outcome(
                chunk.chunk().index(),
                cancelled ? Outcome.Kind.CANCELLED : Outcome.Kind.FAILED,
                null,
                cancelled ? null : why,
                cancelled ? "" : why.message());
    }

    /**
     * Segments a chunk that has a result once more, in one attempt, when there is room; what it has stays.
     *
     * @param show as in {@link #segment}
     * @param ended told how it went
     */
    void again(PricedChunk chunk, Prompts prompts, Consumer<JobPhase> show, Consumer<Outcome> ended) {
        awaitTurn(show);
        int index = chunk.chunk().index();
        running.add(index);
        Async.procedure(() -> {
            try {
                ended.accept(outcome(chunk, prompts, 1));
            } catch (TemporalFailure failure) {
                ended.accept(unanswered(chunk, failure));
            } finally {
                running.remove(index);
            }
        });
    }

    /** Puts other results in the place of those that chunks have. */
    void replace(Map<Integer, String> keys) {
        fresh.putAll(keys);
    }

    /** @param again what to ask in place of what the chunk is asked first; null for that */
    private Outcome outcome(PricedChunk chunk, @Nullable Prompts again, int mostAttempts) {
        SourceFacts cutFrom = normalised == null ? job().cutFrom() : normalised.get();
        Prompts prompts = again == null ? prompts(chunk) : again;
        Outcome outcome = child(chunk).segment(order(chunk, prompts, cutFrom, mostAttempts));
        if (outcome.kind() != Outcome.Kind.NEEDS_NORMALISING) {
            return outcome;
        }
        if (normalised == null) {
            note("normalised: " + outcome.note());
            normalised = Async.function(media::normalise, job().source(), job().plan());
        }
        return child(chunk).segment(order(chunk, prompts, normalised.get(), mostAttempts));
    }

    /**
     * Points and boxes are true at one frame, where a chunk starts; later chunks follow the masks of the one before, earlier
     * ones know the texts alone.
     */
    private Prompts prompts(PricedChunk chunk) {
        List<Prompts> calls = job().order().calls();
        int inPass = job().plan().chunks() / calls.size();
        Prompts first = calls.get(chunk.chunk().index() / inPass);
        int start = chunk.chunk().sent().startFrame();
        if (!first.isBoundToFrame() || start == first.atFrame()) {
            return first.atFirstFrame();
        }
        if (start < first.atFrame()) {
            return first.textsOnly();
        }
        String key = chunk.chunk().index() % inPass == 0 ? null : previousKey;
        return key == null ? first.textsOnly() : media.follow(job().order().id(), chunk.chunk(), key);
    }

    private ChunkOrder order(PricedChunk chunk, Prompts prompts, SourceFacts cutFrom, int mostAttempts) {
        return new ChunkOrder(
                job().order().id(),
                chunk.chunk(),
                job().source().file().sha256(),
                cutFrom,
                prompts,
                chunk.price(),
                job().limit(),
                mostAttempts,
                job().order().reuse(),
                job().order().pace());
    }

    private SegmentChunk child(PricedChunk chunk) {
        return Workflow.newChildWorkflowStub(
                SegmentChunk.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId(chunk.chunk().index()))
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setPriority(Turn.of(
                                job().order().id(),
                                priority == 0 ? job().order().priority() : priority))
                        .build());
    }

    /** Id of a chunk's workflow: the job's with the chunk's index. */
    static String workflowId(int chunk) {
        return Workflow.getInfo().getWorkflowId() + "/chunk/" + chunk;
    }

    private void end(PricedChunk chunk, Outcome outcome) {
        int index = chunk.chunk().index();
        if (outcome.kind() == Outcome.Kind.DONE) {
            done++;
            fresh.put(index, Objects.requireNonNull(outcome.resultKey()));
            previousKey = outcome.resultKey();
        } else if (outcome.kind() == Outcome.Kind.FAILED) {
            previousKey = null;
            failure = failure == null ? outcome.failure() : failure;
            boolean skipped = outcome.failure() != null && outcome.failure().reason() == Reason.PARTIAL_RESULT;
            if (job().order().onChunkFailure() == FailurePolicy.ASK && !skipped) {
                failed.put(index, chunk);
            } else {
                gaps.add(index);
            }
        }
        if (!outcome.note().isEmpty()) {
            note("chunk " + (index + 1) + ": " + outcome.note());
        }
    }

    private Carried handedOver(int next) {
        Carried job = job();
        SourceFacts cutFrom = normalised == null ? job.cutFrom() : normalised.get();
        return new Carried(
                job.order(),
                job.source(),
                cutFrom,
                job.plan(),
                job.limit(),
                next,
                gaps,
                previousKey,
                results(),
                paused,
                parallel,
                job.timeline(),
                priority);
    }

    /** Which chunks have which results, see {@link JobRecords#keepResults}; null where none has one. */
    @Nullable
    BlobRef results() {
        if (!fresh.isEmpty()) {
            ResultKeys more = new ResultKeys(fresh);
            results = records.keepResults(results, more);
            fresh.keySet().removeAll(more.keys().keySet());
        }
        return results;
    }

    void setPaused(boolean pause) {
        paused = pause;
        tellRunning(chunk -> chunk.setPaused(pause));
    }

    void setPriority(int first) {
        priority = first;
        tellRunning(chunk -> chunk.setPriority(first));
    }

    /** 0 where it is that of the order. */
    int changedPriority() {
        return priority;
    }

    private void tellRunning(Consumer<SegmentChunk> news) {
        for (int chunk : List.copyOf(running)) {
            try {
                news.accept(runningChunk(chunk));
            } catch (SignalExternalWorkflowException ended) {
                // it needs none any more
            }
        }
    }

    void resolve(int chunk, Resolution resolution) {
        try {
            runningChunk(chunk).resolveSubmission(resolution);
        } catch (SignalExternalWorkflowException ended) {
            throw ApplicationFailure.newNonRetryableFailure("chunk " + (chunk + 1) + " has ended", "not-found");
        }
    }

    private static SegmentChunk runningChunk(int chunk) {
        return Workflow.newExternalWorkflowStub(SegmentChunk.class, workflowId(chunk));
    }

    boolean isPaused() {
        return paused;
    }

    /** Jobs bound to a frame stay with one at a time. */
    void setParallel(int most) {
        boolean bound = carried != null && carried.order().prompts().isBoundToFrame();
        parallel = bound ? 1 : most;
    }

    int parallelOr(int otherwise) {
        return parallel == 0 ? otherwise : parallel;
    }

    void repair(int chunk, Repair repair) {
        repairs.put(chunk, repair);
    }

    boolean needsRepair(int chunk) {
        return failed.containsKey(chunk) && !repairs.containsKey(chunk);
    }

    void note(String sentence) {
        if (notes.size() < MOST_NOTES) {
            notes.add(sentence);
        }
    }

    /** What happened that a reader of the result should know. */
    String notes() {
        return String.join("; ", notes);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    boolean isRunning(int chunk) {
        return running.contains(chunk);
    }

    int started() {
        return started;
    }

    int done() {
        return done;
    }

    int failed() {
        return failed.size() + gaps.size();
    }
}
