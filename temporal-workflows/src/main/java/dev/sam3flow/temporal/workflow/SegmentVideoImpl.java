package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.result.ChunkRepair;
import dev.sam3flow.core.result.Summary.Milestone;
import dev.sam3flow.temporal.JobAttributes;
import dev.sam3flow.temporal.activity.FailureTranslation;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.JobRecords.Ending;
import dev.sam3flow.temporal.activity.JobRecords.JobOrder;
import dev.sam3flow.temporal.activity.JobRecords.Reserved;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.MediaWork.Assembled;
import dev.sam3flow.temporal.activity.PlanFacts;
import dev.sam3flow.temporal.activity.ProviderCalls;
import dev.sam3flow.temporal.activity.ProviderCalls.Settled;
import dev.sam3flow.temporal.activity.SourceFacts;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link SegmentVideo}: reads like its own name; the chunks are {@link ChunkFan}'s. */
public final class SegmentVideoImpl implements SegmentVideo {
    private static final int MOST_SETTLES = 4;
    private static final int MOST_MILESTONES = 200;
    private static final Duration UNTIL_NEXT_SETTLE = Duration.ofSeconds(15);

    private final JobRecords records = ActivityStubs.records();
    private final MediaWork media = ActivityStubs.media();
    private final ProviderCalls calls = ActivityStubs.calls();
    private final ChunkFan fan = new ChunkFan(records, media);

    private List<Milestone> timeline = new ArrayList<>();
    private JobPhase phase = JobPhase.PROBING;
    private List<ChunkRepair> repairs = List.of();
    private boolean published;
    private @Nullable SourceFacts source;
    private @Nullable PlanFacts plan;
    private @Nullable Approval approval;

    @Override
    public JobResult segment(Start start) {
        JobId id = start.id();
        try {
            Carried carried = start.carried() == null ? planned(id) : start.carried();
            source = carried.source();
            plan = carried.plan();
            timeline = new ArrayList<>(carried.timeline());
            enter(id, JobPhase.SEGMENTING, "");
            fan.segment(carried, timeline, next -> enter(id, next, ""));
            return stitched(id, carried);
        } catch (TemporalFailure failure) {
            if (published) {
                throw failure;
            }
            boolean cancelled = FailureTranslation.isCancellation(failure);
            Workflow.newDetachedCancellationScope(() -> conclude(id, cancelled, reasonOf(failure)))
                    .run();
            throw cancelled
                    ? new CanceledFailure("job " + id + " was cancelled")
                    : FailureTranslation.ended(reasonOf(failure));
        }
    }

    private Carried planned(JobId id) {
        milestone(JobPhase.PROBING);
        JobOrder order = records.open(id);
        if (order.told().cancelled()) {
            throw new CanceledFailure("the job was cancelled before its workflow was lost");
        }
        BlobRef file = media.ingest(id);
        SourceFacts found = media.probe(id, file);
        source = found;
        PlanFacts facts = media.plan(id, found);
        plan = facts;
        milestone(JobPhase.QUOTED);
        records.planned(id, found, facts);
        MicroUsd limit = reserved(order, found, facts);
        SourceFacts cutFrom = facts.normaliseReason() == null ? found : media.normalise(found, facts);
        int ordered =
                order.told().parallel() == 0 ? order.parallel() : order.told().parallel();
        int parallel = order.prompts().isBoundToFrame() ? 1 : fan.parallelOr(ordered);
        return new Carried(
                order,
                found,
                cutFrom,
                facts,
                limit,
                0,
                List.of(),
                null,
                null,
                fan.pausedOr(order.told().paused()),
                parallel,
                timeline,
                fan.changedPriority(),
                null,
                null);
    }

    /** Reserves the quote, asking for approval as often as it takes; answers with the limit it was reserved under. */
    private @Nullable MicroUsd reserved(JobOrder order, SourceFacts found, PlanFacts facts) {
        StandingOrders.Approval before = order.told().approval();
        MicroUsd limit = before == null ? order.maxCharge() : before.limit();
        while (true) {
            Reserved reserved = records.reserve(order.id(), found, facts, limit);
            String refusal = reserved.refusal();
            if (refusal == null) {
                return limit;
            }
            if (!order.askOverBudget()) {
                throw overBudget(refusal);
            }
            approval = null;
            enter(order.id(), JobPhase.WAITING_FOR_APPROVAL, refusal);
            if (!Workflow.await(order.pace().approval(), () -> approval != null)) {
                throw overBudget(refusal + "; nobody approved it in time");
            }
            Approval answer = Objects.requireNonNull(approval);
            if (!answer.approved()) {
                throw overBudget(refusal + "; it was not approved");
            }
            limit = answer.limit();
        }
    }

    private static ApplicationFailure overBudget(String message) {
        return FailureTranslation.ended(new JobFailure(Reason.OVER_BUDGET, message));
    }

    private JobResult stitched(JobId id, Carried carried) {
        enter(id, JobPhase.STITCHING, "");
        // old histories have no such order: nothing changes for a run that is under way
        if (carried.order().autoRepair()) {
            repairs = new AutoRepair(records, media, fan).repair(carried, next -> enter(id, next, ""));
        }
        Assembled assembled = media.assemble(id, carried.source(), carried.plan(), fan.results());
        enter(id, JobPhase.SETTLING, "");
        settle(id);
        JobFailure gaps = assembled.gaps() == 0
                ? null
                : new JobFailure(
                        Reason.PARTIAL_RESULT,
                        assembled.gaps() + " of " + carried.plan().chunks() + " chunks have no masks; " + fan.notes());
        JobResult result = publish(id, JobPhase.DONE, assembled, gaps);
        if (gaps != null) {
            throw FailureTranslation.ended(gaps);
        }
        return result;
    }

    /** Lets the chunks come to their ends, puts the money right and records how the job ended. */
    private void conclude(JobId id, boolean cancelled, JobFailure failure) {
        Workflow.await(() -> fan.isIdle());
        if (cancelled && Workflow.getVersion("cancel-finds-what-runs", Workflow.DEFAULT_VERSION, 1) == 1) {
            abandonRest(id);
        }
        settle(id);
        if (cancelled) {
            String notes = fan.notes();
            String message = "the job was cancelled" + (notes.isEmpty() ? "" : "; " + notes);
            publish(id, JobPhase.CANCELLED, partial(id), new JobFailure(Reason.CANCELLED, message));
        } else {
            publish(id, JobPhase.FAILED, null, failure);
        }
    }

    /** Chunks that are not this run's: a job may be cancelled before it has come to what an earlier run of it submitted. */
    private void abandonRest(JobId id) {
        try {
            String found = calls.abandonRest(id, fan.cancelled());
            if (!found.isEmpty()) {
                fan.note(found);
            }
        } catch (ActivityFailure failure) {
            fan.note("what runs at the provider may run on and be billed: "
                    + FailureTranslation.jobFailure(failure).message());
        }
    }

    /** Billing rows may lag: asked for a few times. What is not settled now is no reason to fail; it can be settled later. */
    private void settle(JobId id) {
        try {
            Settled settled = calls.settle(id);
            MicroUsd adjusted = settled.adjusted();
            for (int tries = 1; settled.unbilled() > 0 && tries < MOST_SETTLES; tries++) {
                Workflow.sleep(UNTIL_NEXT_SETTLE);
                settled = calls.settle(id);
                adjusted = adjusted.plus(settled.adjusted());
            }
            if (settled.unbilled() > 0) {
                fan.note(settled.unbilled() + " predictions have no billing row yet");
            }
            if (!adjusted.isZero()) {
                fan.note("the provider's bill differs from the quoted price by " + adjusted);
            }
        } catch (ActivityFailure unsettled) {
            if (FailureTranslation.isCancellation(unsettled)) {
                throw unsettled;
            }
            fan.note("not settled: " + FailureTranslation.jobFailure(unsettled).message());
        }
        records.releaseRest(id);
    }

    /** What a cancelled job has; nothing where it has no chunk, or its masks cannot be read. */
    private @Nullable Assembled partial(JobId id) {
        if (source == null || plan == null || fan.done() == 0) {
            return null;
        }
        try {
            return media.assemble(id, source, plan, fan.results());
        } catch (ActivityFailure unreadable) {
            fan.note("no partial result: "
                    + FailureTranslation.jobFailure(unreadable).message());
            return null;
        }
    }

    private JobResult publish(JobId id, JobPhase end, @Nullable Assembled assembled, @Nullable JobFailure failure) {
        milestone(end);
        JobResult result = records.publish(new Ending(
                id,
                end,
                source,
                plan,
                assembled == null ? Map.of() : assembled.files(),
                assembled == null ? null : assembled.report(),
                assembled == null ? null : fan.results(),
                failure,
                fan.notes(),
                timeline,
                repairs));
        published = true;
        return result;
    }

    /** What goes wrong while stitching is about the masks, whoever complains. */
    private JobFailure reasonOf(TemporalFailure failure) {
        JobFailure reason = FailureTranslation.jobFailure(failure);
        return phase == JobPhase.STITCHING && reason.reason() == Reason.PROVIDER
                ? new JobFailure(Reason.UNREADABLE_MASKS, reason.message())
                : reason;
    }

    private void enter(JobId id, JobPhase next, String note) {
        if (next != phase) {
            milestone(next);
            records.phase(id, next, note);
        }
    }

    private void milestone(JobPhase next) {
        phase = next;
        showPhase();
        if (timeline.size() < MOST_MILESTONES) {
            timeline.add(new Milestone(JobAttributes.word(next), Instant.ofEpochMilli(Workflow.currentTimeMillis())));
        }
    }

    /** Only a job that was started with a phase has one to be searched by. */
    private void showPhase() {
        String shown = Workflow.getTypedSearchAttributes().get(JobAttributes.PHASE);
        if (shown != null && !shown.equals(JobAttributes.word(phase))) {
            Workflow.upsertTypedSearchAttributes(JobAttributes.PHASE.valueSet(JobAttributes.word(phase)));
        }
    }

    @Override
    public Glance progress() {
        int chunks = plan == null ? 0 : plan.chunks();
        return new Glance(phase, chunks, fan.started(), fan.done(), fan.failed(), fan.isPaused(), fan.parallelOr(0));
    }

    @Override
    public void setPaused(boolean paused) {
        fan.setPaused(paused);
    }

    @Override
    public void checkPause(boolean paused) {
        boolean all = phase == JobPhase.SETTLING || phase == JobPhase.STITCHING && !fan.mayRepair();
        if (paused && all) {
            throw new IllegalArgumentException("the job is " + phase + ": there is nothing left to submit");
        }
    }

    @Override
    public void setParallelism(int parallel) {
        fan.setParallel(parallel);
    }

    @Override
    public void checkParallelism(int parallel) {
        if (parallel < 1 || parallel > 100) {
            throw new IllegalArgumentException("parallel " + parallel + ": give a number from 1 to 100");
        }
        if (parallel > 1 && fan.isOneByOne()) {
            throw new IllegalArgumentException("parallel " + parallel
                    + ": points and boxes are followed from chunk to chunk, one at a time; give 1");
        }
    }

    @Override
    public void setPriority(int priority) {
        fan.setPriority(priority);
    }

    @Override
    public void checkPriority(int priority) {
        if (priority < 1 || priority > 5) {
            throw new IllegalArgumentException("priority " + priority + ": give a number from 1, first, to 5, last");
        }
    }

    @Override
    public void approveBudget(Approval answer) {
        approval = answer;
    }

    @Override
    public void checkApproval(Approval answer) {
        if (phase != JobPhase.WAITING_FOR_APPROVAL) {
            throw new IllegalArgumentException("the job is " + phase + ": there is no quote to approve");
        }
        if (approval != null) {
            throw new IllegalArgumentException("the quote has been answered already");
        }
    }

    @Override
    public void retryChunk(int chunk, Repair repair) {
        fan.repair(chunk, repair);
    }

    @Override
    public void checkRepair(int chunk, @Nullable Repair repair) {
        if (repair == null) {
            throw new IllegalArgumentException("say what to do with chunk " + (chunk + 1) + ": RETRY or SKIP");
        }
        if (!fan.needsRepair(chunk)) {
            throw new IllegalArgumentException("chunk " + (chunk + 1) + " does not wait for an operator's decision");
        }
    }

    @Override
    public void resolveSubmission(int chunk, SegmentChunk.Resolution resolution) {
        fan.resolve(chunk, resolution);
    }

    @Override
    public void checkResolution(int chunk, SegmentChunk.Resolution resolution) {
        if (!fan.isRunning(chunk)) {
            throw new IllegalArgumentException("chunk " + (chunk + 1) + " does not run");
        }
    }
}
