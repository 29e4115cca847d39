package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.Summary.Milestone;
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
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
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
    private final FollowedPrompts prompts;
    private final TreeMap<Integer, PricedChunk> failed = new TreeMap<>();
    private final List<Integer> gaps = new ArrayList<>();
    private final TreeMap<Integer, Repair> repairs = new TreeMap<>();
    private final List<Integer> cancelled = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private final TreeSet<Integer> running = new TreeSet<>();
    private final TreeMap<Integer, String> fresh = new TreeMap<>();

    private @Nullable Promise<SourceFacts> normalised;
    private @Nullable JobFailure failure;
    private @Nullable BlobRef results;
    private @Nullable Carried carried;
    private List<Milestone> timeline = List.of();
    private boolean paused;
    private boolean toldToPause;
    private int parallel;
    private int priority;
    private int started;
    private int done;

    ChunkFan(JobRecords records, MediaWork media) {
        this.records = records;
        this.media = media;
        this.prompts = new FollowedPrompts(media);
    }

    /**
     * Segments every chunk from {@code job.nextChunk()} on; comes back when each has a result or is a gap by policy.
     *
     * @param timeline the job's, which is handed over as it is then
     * @param show told when the job is paused, needs an operator, or goes on
     */
    void segment(Carried job, List<Milestone> timeline, Consumer<JobPhase> show) {
        carried = job;
        this.timeline = timeline;
        // what it was told since the plan was made
        boolean told = toldToPause && paused != job.paused() || parallel != 0 && parallel != job.parallel();
        boolean heard = told && Workflow.getVersion("told-before-segmenting", Workflow.DEFAULT_VERSION, 1) == 1;
        paused = heard ? pausedOr(job.paused()) : job.paused() || paused;
        parallel = heard && !isOneByOne() ? parallelOr(job.parallel()) : job.parallel();
        failure = job.failure();
        notes.addAll(0, Objects.requireNonNullElse(job.notes(), List.of()));
        priority = priority == 0 ? job.priority() : priority;
        prompts.follow(job.previousKey());
        results = job.results();
        gaps.addAll(job.failed());
        int next = job.nextChunk();
        done = next - gaps.size();
        started = next;
        while (next < job.plan().chunks() && !mustStop()) {
            List<PricedChunk> page = records.page(job.plan(), next, PAGE).chunks();
            for (PricedChunk chunk : page) {
                awaitTurn(show);
                if (mustAskFirst()) {
                    drained(show);
                    awaitTurn(show);
                }
                if (chunk.staysWithout()) {
                    gaps.add(chunk.chunk().index());
                    prompts.follow(null);
                } else if (!mustStop()) {
                    launch(chunk);
                }
            }
            next += page.size();
            if (fresh.size() >= PAGE) {
                results();
            }
            if (next < job.plan().chunks() && Workflow.getInfo().isContinueAsNewSuggested()) {
                drained(show);
                Workflow.await(Workflow::isEveryHandlerFinished);
                Carried rest = handedOver(next);
                CancellationScope.throwCanceled();
                Workflow.continueAsNew(new Start(job.order().id(), rest));
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

    /** Where each chunk follows the one before, none follows one that an operator has yet to decide about. */
    private boolean mustAskFirst() {
        return isOneByOne() && !failed.isEmpty() && FollowedPrompts.asksFirst();
    }

    /** Waits for all that run; then for the operator about those that failed, where the job asks. */
    private void drained(Consumer<JobPhase> show) {
        idle(show);
        while (!failed.isEmpty() && !mustStop()) {
            show.accept(JobPhase.NEEDS_OPERATOR);
            Workflow.await(() -> !repairs.isEmpty());
            int chunk = repairs.firstKey();
            Repair repair = Objects.requireNonNull(repairs.remove(chunk));
            PricedChunk again = failed.remove(chunk);
            if (again != null && repair == Repair.RETRY) {
                show.accept(JobPhase.SEGMENTING);
                launch(again);
                idle(show);
            } else if (again != null) {
                gaps.add(chunk);
            }
        }
        if (mustStop()) {
            throw FailureTranslation.ended(Objects.requireNonNull(failure));
        }
    }

    /** Waits for all that run; a pause is shown meanwhile. */
    private void idle(Consumer<JobPhase> show) {
        Workflow.await(() -> running.isEmpty() || paused);
        if (running.isEmpty() || Workflow.getVersion("pause-is-shown", Workflow.DEFAULT_VERSION, 1) != 1) {
            Workflow.await(running::isEmpty);
            return;
        }
        while (!running.isEmpty()) {
            boolean shown = paused;
            show.accept(shown ? JobPhase.PAUSED : JobPhase.SEGMENTING);
            Workflow.await(() -> running.isEmpty() || paused != shown);
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
    void again(PricedChunk chunk, Prompts asked, Consumer<JobPhase> show, Consumer<Outcome> ended) {
        awaitTurn(show);
        int index = chunk.chunk().index();
        running.add(index);
        Async.procedure(() -> {
            try {
                ended.accept(outcome(chunk, asked, 1));
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
        if (again == null
                && job().order().told().skipped().contains(chunk.chunk().index())) {
            return skipped(chunk, cutFrom);
        }
        Prompts asked = again == null ? prompts.of(job(), chunk) : again;
        Outcome outcome = inChild(chunk, asked, cutFrom, mostAttempts);
        if (outcome.kind() != Outcome.Kind.NEEDS_NORMALISING) {
            return outcome;
        }
        if (normalised == null) {
            notes.add(0, "normalised: " + outcome.note().replace("; ", ", "));
            normalised = Async.function(media::normalise, job().source(), job().plan());
        }
        return inChild(chunk, asked, normalised.get(), mostAttempts);
    }

    private Outcome inChild(PricedChunk chunk, Prompts asked, SourceFacts cutFrom, int mostAttempts) {
        SegmentChunk child = ChunkChildren.next(job().order(), chunk.chunk().index(), priority);
        boolean told = paused;
        Promise<Outcome> outcome = Async.function(child::segment, order(chunk, asked, cutFrom, mostAttempts));
        Workflow.getWorkflowExecution(child).get();
        if (paused != told && Workflow.getVersion("told-once-begun", Workflow.DEFAULT_VERSION, 1) == 1) {
            // what it was told before it was there did not reach it
            ChunkChildren.tell(child, begun -> begun.setPaused(paused));
        }
        return outcome.get();
    }

    /** In an earlier run an operator decided so. */
    private Outcome skipped(PricedChunk chunk, SourceFacts cutFrom) {
        JobFailure why = new JobFailure(Reason.PARTIAL_RESULT, "chunk skipped by an operator's decision");
        Prompts texts = job().order().prompts().textsOnly();
        records.chunkStopped(order(chunk, texts, cutFrom, 1), false, why.message());
        return new Outcome(chunk.chunk().index(), Outcome.Kind.FAILED, null, why, why.message());
    }

    private ChunkOrder order(PricedChunk chunk, Prompts asked, SourceFacts cutFrom, int mostAttempts) {
        return new ChunkOrder(
                job().order().id(),
                chunk.chunk(),
                job().source().file().sha256(),
                cutFrom,
                asked,
                chunk.price(),
                job().limit(),
                mostAttempts,
                job().order().reuse(),
                job().order().pace(),
                paused,
                chunk.kept(),
                chunk.onlyFor());
    }

    private void end(PricedChunk chunk, Outcome outcome) {
        int index = chunk.chunk().index();
        if (outcome.kind() == Outcome.Kind.DONE) {
            done++;
            fresh.put(index, Objects.requireNonNull(outcome.resultKey()));
            prompts.follow(outcome.resultKey());
        } else if (outcome.kind() == Outcome.Kind.FAILED) {
            prompts.failed(index);
            failure = failure == null ? outcome.failure() : failure;
            boolean skipped = outcome.failure() != null && outcome.failure().reason() == Reason.PARTIAL_RESULT;
            if (job().order().onChunkFailure() == FailurePolicy.ASK && !skipped) {
                failed.put(index, chunk);
            } else {
                gaps.add(index);
            }
        }
        if (outcome.kind() == Outcome.Kind.CANCELLED) {
            cancelled.add(index);
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
                prompts.previousKey(),
                results(),
                paused,
                parallel,
                timeline,
                priority,
                notes,
                failure);
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
        toldToPause = true;
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
            ChunkChildren.tell(ChunkChildren.begun(chunk), news);
        }
    }

    void resolve(int chunk, Resolution resolution) {
        try {
            ChunkChildren.begun(chunk).resolveSubmission(resolution);
        } catch (SignalExternalWorkflowException ended) {
            throw ApplicationFailure.newNonRetryableFailure("chunk " + (chunk + 1) + " has ended", "not-found");
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** What this run was told; as given where it was told nothing. */
    boolean pausedOr(boolean otherwise) {
        return toldToPause ? paused : otherwise;
    }

    /** Jobs bound to a frame stay with one at a time. */
    void setParallel(int most) {
        parallel = isOneByOne() ? 1 : most;
    }

    /** True where chunks follow each other. */
    boolean isOneByOne() {
        return carried != null && carried.order().prompts().isBoundToFrame();
    }

    /** True where chunks may be submitted again after all have ended. */
    boolean mayRepair() {
        return carried != null && carried.order().autoRepair();
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

    /** Indices of the chunks that have stopped what they had at the provider. */
    List<Integer> cancelled() {
        return List.copyOf(cancelled);
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
