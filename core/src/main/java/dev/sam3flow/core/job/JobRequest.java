package dev.sam3flow.core.job;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
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
        int priority) {
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
                USUAL_PRIORITY);
    }

    /** What is asked of each chunk: one prediction for each of these. */
    public List<Prompts> calls() {
        return perObject ? prompts.each() : List.of(prompts);
    }

    /** The same order under another name: another job. */
    public JobRequest withId(JobId value) {
        return new JobRequest(
                value,
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
                priority);
    }

    public JobRequest withPlan(PlanOptions value) {
        return new JobRequest(
                id,
                video,
                prompts,
                value,
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
                priority);
    }

    public JobRequest withParallel(int value) {
        return new JobRequest(
                id,
                video,
                prompts,
                plan,
                value,
                maxCharge,
                dialect,
                exports,
                onChunkFailure,
                mostAttempts,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withMaxCharge(@Nullable MicroUsd value) {
        return new JobRequest(
                id,
                video,
                prompts,
                plan,
                parallel,
                value,
                dialect,
                exports,
                onChunkFailure,
                mostAttempts,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withDialect(String value) {
        return new JobRequest(
                id,
                video,
                prompts,
                plan,
                parallel,
                maxCharge,
                value,
                exports,
                onChunkFailure,
                mostAttempts,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withExports(List<String> value) {
        return new JobRequest(
                id,
                video,
                prompts,
                plan,
                parallel,
                maxCharge,
                dialect,
                value,
                onChunkFailure,
                mostAttempts,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withOnChunkFailure(FailurePolicy value) {
        return new JobRequest(
                id,
                video,
                prompts,
                plan,
                parallel,
                maxCharge,
                dialect,
                exports,
                value,
                mostAttempts,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withMostAttempts(int value) {
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
                value,
                reuse,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withReuse(boolean value) {
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
                value,
                askOverBudget,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withAskOverBudget(boolean value) {
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
                value,
                perObject,
                autoRepair,
                priority);
    }

    public JobRequest withPerObject(boolean value) {
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
                value,
                autoRepair,
                priority);
    }

    public JobRequest withAutoRepair(boolean value) {
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
                value,
                priority);
    }

    public JobRequest withPriority(int value) {
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
                value);
    }
}
