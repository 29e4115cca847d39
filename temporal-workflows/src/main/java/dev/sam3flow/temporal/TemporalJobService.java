package dev.sam3flow.temporal;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.temporal.workflow.SegmentChunk;
import dev.sam3flow.temporal.workflow.SegmentChunk.Resolution;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs as Temporal workflows, with the job store as the memory that survives the server.
 *
 * <p>The client needs {@link Records#dataConverter()}.
 */
public final class TemporalJobService implements JobService {
    private final WorkflowClient client;
    private final JobStore jobs;
    private final Ledger ledger;
    private final AttemptStore attempts;
    private final boolean attributes;

    /** Jobs without search attributes. */
    public TemporalJobService(WorkflowClient client, JobStore jobs, Ledger ledger, AttemptStore attempts) {
        this(client, jobs, ledger, attempts, false);
    }

    /** @param attributes whether the namespace has those of {@link JobAttributes} */
    public TemporalJobService(
            WorkflowClient client, JobStore jobs, Ledger ledger, AttemptStore attempts, boolean attributes) {
        this.attributes = attributes;
        this.client = client;
        this.jobs = jobs;
        this.ledger = ledger;
        this.attempts = attempts;
    }

    /** {@inheritDoc} A job that ended without a result, or with a part of it, is started again and pays nothing twice. */
    @Override
    public JobId start(JobRequest request) {
        JobId id = request.id();
        JobRequest stored = jobs.create(request);
        if (isDone(id)) {
            return id;
        }
        if (!stored.equals(request)) {
            if (isRunning(id)) {
                if (stored.withPriority(request.priority()).equals(request)) {
                    // that one of it was changed since
                    return id;
                }
                throw new InvalidInputException(
                        "job " + id + " is running already with another order (its limit of charge is "
                                + (stored.maxCharge() == null ? "none" : stored.maxCharge())
                                + "): order the same again, cancel it first, or give another request key");
            }
            jobs.replace(request);
            jobs.changeStanding(id, StandingOrders::ofAnotherOrder);
        }
        if (jobs.standing(id).cancelled() && !isRunning(id)) {
            jobs.changeStanding(id, told -> told.withCancelled(false));
        }
        launch(id);
        return id;
    }

    /** True where the workflow server runs this job's workflow now. */
    public boolean isRunning(JobId id) {
        try {
            return stub(id).describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }

    private boolean isDone(JobId id) {
        return find(id).result()
                .filter(result -> result.phase() == JobPhase.DONE && result.failure() == null)
                .isPresent();
    }

    private StoredJob find(JobId id) {
        return jobs.find(id)
                .orElseThrow(() ->
                        new NotFoundException("job " + id + " is not known: list the jobs to see those there are"));
    }

    private void launch(JobId id) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(id))
                .setTaskQueue(TaskQueues.SEGMENTATION)
                .setPriority(Turn.of(id, find(id).request().priority()))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
        if (attributes) {
            options.setTypedSearchAttributes(JobAttributes.atStart(id));
        }
        SegmentVideo workflow = client.newWorkflowStub(SegmentVideo.class, options.build());
        try {
            WorkflowClient.start(workflow::segment, new SegmentVideo.Start(id, null));
        } catch (WorkflowExecutionAlreadyStarted e) {
            // it has ended well since we looked
        } catch (WorkflowServiceException e) {
            throw new UnavailableException("the workflow server did not take job " + id, e);
        }
    }

    /** Id of a job's workflow. */
    public static String workflowId(JobId id) {
        return "segment/" + id;
    }

    /** Id of the workflow of an attempt's chunk. */
    public static String chunkWorkflowId(AttemptKey attempt) {
        return workflowId(attempt.jobId()) + "/chunk/" + attempt.chunk();
    }

    /** Starts every job that has no result and whose workflow is gone; to be called once at boot. Returns those started. */
    public List<JobId> recover() {
        List<JobId> unfinished = jobs.unfinished().stream().map(JobRequest::id).toList();
        unfinished.forEach(this::launch);
        return unfinished;
    }

    /** Starts a job that is in the store, unless it runs already. */
    void resume(JobId id) {
        launch(id);
    }

    /** Ends a job's workflow here and now, because another process drives the job; what it has at the provider goes on. */
    void letGo(JobId id) {
        try {
            stub(id).terminate("another process drives this job");
        } catch (WorkflowNotFoundException gone) {
            // as it should be
        }
    }

    @Override
    public JobProgress progress(JobId id) {
        return progress(find(id), ledger);
    }

    /** A job as its store and its ledger have it. */
    static JobProgress progress(StoredJob job, Ledger ledger) {
        JobProgress progress = job.progress();
        JobId id = progress.id();
        return new JobProgress(
                id,
                phase(progress),
                progress.videoFrames(),
                progress.chunks(),
                progress.quoted(),
                ledger.balance(id).spent(),
                progress.note());
    }

    private static JobPhase phase(JobProgress progress) {
        boolean asks = progress.chunks().stream().anyMatch(chunk -> chunk.phase() == ChunkPhase.NEEDS_OPERATOR);
        return asks && progress.phase() == JobPhase.SEGMENTING ? JobPhase.NEEDS_OPERATOR : progress.phase();
    }

    @Override
    public CompletableFuture<JobResult> result(JobId id) {
        StoredJob job = find(id);
        if (isDone(id)) {
            return CompletableFuture.completedFuture(job.result().orElseThrow());
        }
        return stub(id).getResultAsync(JobResult.class).handle((result, error) -> ended(id, result, error));
    }

    /** A workflow that failed has recorded why; one that was ended from outside has not. */
    private JobResult ended(JobId id, @Nullable JobResult result, @Nullable Throwable error) {
        if (result != null) {
            return result;
        }
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        Optional<JobResult> stored = find(id).result();
        if (stored.isPresent()) {
            return stored.get();
        }
        if (cause instanceof WorkflowServiceException) {
            throw new UnavailableException("the workflow server does not answer for job " + id, cause);
        }
        String message = "its workflow was ended from outside: " + (cause == null ? "" : cause.getMessage());
        return new JobResult(
                id,
                JobPhase.FAILED,
                Map.of(),
                find(id).progress().quoted(),
                ledger.balance(id).spent(),
                new JobFailure(JobFailure.Reason.INTERNAL, message));
    }

    private WorkflowStub stub(JobId id) {
        return client.newUntypedWorkflowStub(workflowId(id));
    }

    @Override
    public void cancel(JobId id) {
        find(id);
        jobs.changeStanding(id, told -> told.withCancelled(true));
        try {
            stub(id).cancel();
        } catch (WorkflowNotFoundException gone) {
            // looked at now: it may have ended since, and a job that has is not begun again
            if (find(id).result().isEmpty()) {
                // the server was lost: what runs at the provider is found by a new workflow only
                launch(id);
            }
        }
    }

    @Override
    public void setPaused(JobId id, boolean paused) {
        find(id);
        ask(id, stub -> stub.update("setPaused", Void.class, paused));
        jobs.changeStanding(id, told -> told.withPaused(paused));
    }

    @Override
    public void command(JobId id, JobCommand command) {
        if (command instanceof JobCommand.Approve yes) {
            approveBudget(id, new SegmentVideo.Approval(true, yes.limit()));
        } else if (command instanceof JobCommand.Refuse) {
            approveBudget(id, new SegmentVideo.Approval(false, null));
        } else if (command instanceof JobCommand.SetParallelism most) {
            setParallelism(id, most.parallel());
        } else if (command instanceof JobCommand.SetPriority turn) {
            setPriority(id, turn.priority());
        } else if (command instanceof JobCommand.RetryChunk again) {
            retryChunk(id, again.chunk(), SegmentVideo.Repair.RETRY);
        } else if (command instanceof JobCommand.SkipChunk skipped) {
            retryChunk(id, skipped.chunk(), SegmentVideo.Repair.SKIP);
        } else if (command instanceof JobCommand.PayAgain again) {
            payAgain(id, again.chunk());
        } else if (command instanceof JobCommand.SubmitFound found) {
            Resolution adopt =
                    new Resolution(Resolution.Kind.ADOPT, found.prediction().value());
            resolveSubmission(id, found.chunk(), adopt);
        } else if (command instanceof JobCommand.SubmitAbsent absent) {
            resolveSubmission(id, absent.chunk(), new Resolution(Resolution.Kind.RESUBMIT, null));
        } else if (command instanceof JobCommand.SubmitAbandoned given) {
            resolveSubmission(id, given.chunk(), new Resolution(Resolution.Kind.SKIP, null));
        } else {
            JobService.super.command(id, command);
        }
    }

    /** A chunk that waits for a decision is tried again at once, any other with the next order. */
    private void payAgain(JobId id, int chunk) {
        StoredJob job = find(id);
        boolean waits = progress(job, ledger).phase() == JobPhase.NEEDS_OPERATOR;
        new PaidAgain(jobs, attempts, ledger).intend(job, chunk);
        if (waits) {
            retryChunk(id, chunk, SegmentVideo.Repair.RETRY);
        }
    }

    /** Changes how many chunks run at once, 1 to 100; 1 where points or boxes are followed from chunk to chunk. */
    public void setParallelism(JobId id, int parallel) {
        ask(id, stub -> stub.update("setParallelism", Void.class, parallel));
        jobs.changeStanding(id, told -> told.withParallel(parallel));
    }

    /** Changes who goes first where submits wait for the account, 1 to 5; what is kept for a job that is started again. */
    public void setPriority(JobId id, int priority) {
        ask(id, stub -> stub.update("setPriority", Void.class, priority));
        jobs.replace(find(id).request().withPriority(priority));
    }

    /** Answers a job that waits for approval of its quote. */
    public void approveBudget(JobId id, SegmentVideo.Approval approval) {
        ask(id, stub -> stub.update("approveBudget", Void.class, approval));
        if (approval.approved()) {
            jobs.changeStanding(id, told -> told.approved(approval.limit()));
        }
    }

    /** Tells a job that asks what to do with a failed chunk. */
    public void retryChunk(JobId id, int chunk, SegmentVideo.Repair repair) {
        ask(id, stub -> stub.update("retryChunk", Void.class, chunk, repair));
        if (repair == SegmentVideo.Repair.SKIP) {
            jobs.changeStanding(id, told -> told.withSkipped(chunk));
        }
    }

    /**
     * Decides about a submit whose outcome cannot be found out.
     *
     * @throws InvalidInputException if the chunk waits for no such decision
     */
    public void resolveSubmission(JobId id, int chunk, SegmentChunk.Resolution resolution) {
        Resolution about = about(find(id), chunk, resolution);
        ask(id, stub -> stub.update("resolveSubmission", Void.class, chunk, about));
        if (resolution.kind() == Resolution.Kind.SKIP) {
            jobs.changeStanding(id, told -> told.withSkipped(chunk));
        }
    }

    /**
     * About the attempt that is in doubt now: a decision that comes too early or twice must not be taken for one about the
     * chunk's next doubt. Where its prediction is may be told before the search is over; that there is none may not.
     */
    private Resolution about(StoredJob job, int chunk, Resolution resolution) {
        List<Attempt> own = attempts.ofChunk(job.request().id(), chunk);
        Attempt last = own.isEmpty() ? null : own.get(own.size() - 1);
        List<ChunkProgress> chunks = job.progress().chunks();
        boolean asks = chunk >= 0 && chunk < chunks.size() && chunks.get(chunk).phase() == ChunkPhase.NEEDS_OPERATOR;
        boolean sought = last != null && last.state() instanceof Ambiguous;
        boolean decided = last != null
                && last.state() instanceof Lost
                && attempts.underWay(last.resultKey()).isEmpty();
        if (decided || !asks && !(sought && resolution.kind() == Resolution.Kind.ADOPT)) {
            throw new InvalidInputException("job " + job.request().id() + ": chunk " + (chunk + 1)
                    + (sought
                            ? " is still being looked for: wait until it needs an operator"
                            : " has no submit that somebody must decide about"));
        }
        // another job's attempt, of which this chunk has none yet, is meant whichever it is
        Integer number = last == null || last.state() instanceof Intended
                ? null
                : Integer.valueOf(last.key().attempt());
        return new Resolution(resolution.kind(), resolution.predictionId(), number);
    }

    private void ask(JobId id, Consumer<WorkflowStub> question) {
        try {
            question.accept(stub(id));
        } catch (WorkflowNotFoundException e) {
            throw new NotFoundException("job " + id + " is not running", e);
        } catch (WorkflowUpdateException e) {
            Throwable cause = e.getCause();
            String why = String.valueOf(
                    cause instanceof ApplicationFailure refused ? refused.getOriginalMessage() : e.getMessage());
            throw new InvalidInputException("job " + id + ": " + why);
        }
    }

    /**
     * Passes on a verified callback: the chunk's workflow looks at once.
     *
     * @param marker the attempt's, from the webhook's path
     * @param predictionId what the callback names; null where it names none
     * @return false if no attempt has this marker or its workflow has ended
     */
    public boolean predictionChanged(String marker, @Nullable String predictionId) {
        Optional<Attempt> attempt = attempts.findByMarker(marker);
        if (attempt.isEmpty()) {
            return false;
        }
        try {
            client.newUntypedWorkflowStub(chunkWorkflowId(attempt.get().key()))
                    .signal("predictionChanged", attempt.get().key().attempt(), predictionId);
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }
}
