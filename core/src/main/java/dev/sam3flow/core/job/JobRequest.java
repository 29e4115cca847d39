package dev.sam3flow.core.job;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One order of a user.
 *
 * @param id tenant and request key
 * @param video {@code file:} with an absolute path, or {@code http(s):}
 * @param prompts what to segment
 * @param plan how the video may be cut
 * @param parallel most predictions in flight at once, 1 to 100; jobs with points or boxes run one after the other
 * @param maxCharge most the job may cost; null for no limit but the budgets
 * @param dialect name of a pinned RLE dialect, or {@code "auto"}
 * @param exports names of further result files
 * @param onChunkFailure what a chunk that cannot be had does to the job
 * @param mostAttempts paid attempts a chunk may have, 1 to 10
 * @param reuse whether stored results of equal chunks, also of the tenant's other jobs, are taken instead of paying again
 * @param askOverBudget over a budget: true waits for approval, false fails the job
 * @param perObject false for one prediction a chunk for all objects, true for one for each object, see
 *     {@link Prompts#each()}
 * @param autoRepair whether chunks that look bad are tried once more, prompted by boxes, within the limits of money
 * @param priority 1 goes first, 5 last, where submits wait for the account; 0, as in orders from before there was one, is the
 *     usual 3
 * @param repairOf of which result some chunks are segmented again, and no other; null for an order of its own
 */
public record JobRequest(
        JobId id,
        String video,
        Prompts prompts,
        PlanOptions plan,
        int parallel,
        @Nullable MicroUsd maxCharge,
        String dialect,
        List<String> exports,
        FailurePolicy onChunkFailure,
        int mostAttempts,
        boolean reuse,
        boolean askOverBudget,
        boolean perObject,
        boolean autoRepair,
        int priority,
        @Nullable RepairOf repairOf) {
    public static final String AUTO_DIALECT = "auto";

    /** Of 1 to 5. */
    public static final int USUAL_PRIORITY = 3;

    /** What a chunk without a result does to the job. */
    public enum FailurePolicy {
        /** the job fails; what was paid for is kept for the next try */
        FAIL,
        /** the result has a gap, which it names */
        GAP,
        /** the job waits for an operator */
        ASK
    }

    public JobRequest {
        exports = List.copyOf(exports);
        checkVideo(video);
        if (parallel < 1 || parallel > 100) {
            throw new InvalidInputException("parallel " + parallel + ": give a number from 1 to 100");
        }
        if (mostAttempts < 1 || mostAttempts > 10) {
            throw new InvalidInputException("attempts a chunk " + mostAttempts + ": give a number from 1 to 10");
        }
        priority = priority == 0 ? USUAL_PRIORITY : priority;
        if (priority < 1 || priority > 5) {
            throw new InvalidInputException("priority " + priority + ": give a number from 1, first, to 5, last");
        }
        if (maxCharge != null && maxCharge.isNegative()) {
            throw new InvalidInputException("maximum charge " + maxCharge + ": must not be negative");
        }
        if (perObject) {
            prompts.each();
        }
        if (repairOf != null && !repairOf.job().tenant().equals(id.tenant())) {
            throw new InvalidInputException("job " + id + " must not repair another tenant's " + repairOf.job());
        }
    }

    /** The text itself is not repeated: it may be a signed URL. */
    private static void checkVideo(String video) {
        try {
            if (new URI(video).isAbsolute()) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below, without the text
        }
        throw new InvalidInputException(
                "the video's address is not a valid URI: give file:, http: or https:, with blanks and special characters encoded");
    }

    /**
     * A request with the defaults: 4 in parallel, no own limit, dialect by evidence, fail on a missing chunk, 2 attempts, one
     * prediction for all objects, no repair, the usual priority.
     */
    public static JobRequest of(JobId id, String video, Prompts prompts) {
        return new JobRequest(
                id,
                video,
                prompts,
                PlanOptions.DEFAULTS,
                4,
                null,
                AUTO_DIALECT,
                List.of(),
                FailurePolicy.FAIL,
                2,
                true,
                false,
                false,
                false,
                USUAL_PRIORITY,
                null);
    }

    /** What is asked of each chunk: one prediction for each of these. */
    public List<Prompts> calls() {
        return perObject ? prompts.each() : List.of(prompts);
    }

    /** The same order under another name: another job. */
    public JobRequest withId(JobId value) {
        return changed(draft -> draft.id = value);
    }

    public JobRequest withPlan(PlanOptions value) {
        return changed(draft -> draft.plan = value);
    }

    public JobRequest withParallel(int value) {
        return changed(draft -> draft.parallel = value);
    }

    public JobRequest withMaxCharge(@Nullable MicroUsd value) {
        return changed(draft -> draft.maxCharge = value);
    }

    public JobRequest withDialect(String value) {
        return changed(draft -> draft.dialect = value);
    }

    public JobRequest withExports(List<String> value) {
        return changed(draft -> draft.exports = value);
    }

    public JobRequest withOnChunkFailure(FailurePolicy value) {
        return changed(draft -> draft.onChunkFailure = value);
    }

    public JobRequest withMostAttempts(int value) {
        return changed(draft -> draft.mostAttempts = value);
    }

    public JobRequest withReuse(boolean value) {
        return changed(draft -> draft.reuse = value);
    }

    public JobRequest withAskOverBudget(boolean value) {
        return changed(draft -> draft.askOverBudget = value);
    }

    public JobRequest withPerObject(boolean value) {
        return changed(draft -> draft.perObject = value);
    }

    public JobRequest withAutoRepair(boolean value) {
        return changed(draft -> draft.autoRepair = value);
    }

    public JobRequest withPriority(int value) {
        return changed(draft -> draft.priority = value);
    }

    private JobRequest changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** An order while one component of it is changed. */
    private static final class Draft {
        JobId id;
        String video;
        Prompts prompts;
        PlanOptions plan;
        int parallel;

        @Nullable
        MicroUsd maxCharge;

        String dialect;
        List<String> exports;
        FailurePolicy onChunkFailure;
        int mostAttempts;
        boolean reuse;
        boolean askOverBudget;
        boolean perObject;
        boolean autoRepair;
        int priority;

        @Nullable
        RepairOf repairOf;

        Draft(JobRequest from) {
            id = from.id;
            video = from.video;
            prompts = from.prompts;
            plan = from.plan;
            parallel = from.parallel;
            maxCharge = from.maxCharge;
            dialect = from.dialect;
            exports = from.exports;
            onChunkFailure = from.onChunkFailure;
            mostAttempts = from.mostAttempts;
            reuse = from.reuse;
            askOverBudget = from.askOverBudget;
            perObject = from.perObject;
            autoRepair = from.autoRepair;
            priority = from.priority;
            repairOf = from.repairOf;
        }

        JobRequest request() {
            return new JobRequest(
                    id,
                    video,
                    prompts,
                    plan,
                    parallel,
                    maxCharge,
                    dialect,
                    exports,
                    onChunkFailure,
                    mostAttempts,
                    reuse,
                    askOverBudget,
                    perObject,
                    autoRepair,
                    priority,
                    repairOf);
        }
    }

    /**
     * The order that has chunks of this job's result segmented again and takes the others as they are. A chunk that cannot be
     * had fails it: the result that there is serves better than one with a gap.
     *
     * @param repair name of the repair, a job of its own
     * @param chunks indices in this job's plan, at least one
     * @param limit most that the repair may cost
     */
    public JobRequest repair(JobId repair, List<Integer> chunks, MicroUsd limit) {
        return changed(draft -> {
            draft.id = repair;
            draft.maxCharge = limit;
            draft.onChunkFailure = FailurePolicy.FAIL;
            draft.autoRepair = false;
            draft.repairOf = new RepairOf(id, chunks);
        });
    }
}
