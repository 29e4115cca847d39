package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is ordered for every video of one command. */
final class JobOptions {
    @Mixin
    PromptOptions prompt = new PromptOptions();

    @Mixin
    PlanFlags plan = new PlanFlags();

    @Option(
            names = "--export",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = ExportNames.class,
            description = "Further result files: ${COMPLETION-CANDIDATES}.")
    List<String> exports = new ArrayList<>();

    @Option(
            names = "--max-charge",
            paramLabel = "USD",
            description = "Most that a video may cost; above it nothing is sent and the exit code is 3.")
    @Nullable
    String maxCharge;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Predictions at once (default: ${DEFAULT-VALUE}).",
            defaultValue = "4")
    int parallel = 4;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "How the provider's masks are written, where the evidence does not tell (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = JobRequest.AUTO_DIALECT)
    String dialect = JobRequest.AUTO_DIALECT;

    @Option(
            names = "--allow-gaps",
            description = "A chunk that cannot be had leaves a gap, which the result names; the exit code is 5.")
    boolean allowGaps;

    @Option(
            names = "--ask",
            description =
                    "Where a chunk fails or the quote is over --max-charge or a budget, wait for a decision in place of"
                            + " ending: the command to type is printed.")
    boolean ask;

    @Option(
            names = "--per-object",
            description =
                    "One prediction for each object, that is for each --prompt, or, with one --prompt, for each --box and"
                            + " --point, in place of one for all; their tracks stay apart.")
    boolean perObject;

    @Option(
            names = "--auto-repair",
            description =
                    "Try chunks that look bad once more, prompted by boxes from their last good frame, and keep the"
                            + " better result; each is paid for, within --max-charge and the budgets.")
    boolean autoRepair;

    @Option(names = "--no-reuse", description = "Pay for every chunk, also where a stored or running one is the same.")
    boolean noReuse;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "1 goes first, 5 last, where jobs wait for the account (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    int priority = JobRequest.USUAL_PRIORITY;

    @Option(
            names = "--request-key",
            paramLabel = "KEY",
            description =
                    "Name of the job; the same key again is the same job (default: from video, prompts and options).")
    @Nullable
    String requestKey;

    /** The formats there are. */
    static final class ExportNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Exports.allNames().iterator();
        }
    }

    /** @throws InvalidInputException if anything that can be checked without the video is wrong */
    Prompts check() {
        Prompts prompts = prompt.prompts();
        plan.options();
        calls(prompts);
        checkParallel(parallel);
        checkPriority(priority);
        limit();
        exports.forEach(Exports::check);
        if (!dialect.equals(JobRequest.AUTO_DIALECT)) {
            Dialect.ofOption(dialect);
        }
        return prompts;
    }

    /** Predictions that each chunk gets. @throws InvalidInputException if objects cannot be told apart */
    int calls(Prompts prompts) {
        return perObject ? prompts.each().size() : 1;
    }

    /** @throws InvalidInputException if a number of predictions at once is out of range */
    static void checkParallel(int parallel) {
        if (parallel < 1 || parallel > 100) {
            throw new InvalidInputException("--parallel " + parallel + ": give a number from 1 to 100");
        }
    }

    private static void checkPriority(int priority) {
        if (priority < 1 || priority > 5) {
            throw new InvalidInputException("--priority " + priority + ": give a number from 1, first, to 5, last");
        }
    }

    /**
     * The order for one video.
     *
     * @param source digest of its bytes, or its URL
     * @param endpoint where the predictions are made
     */
    JobRequest request(VideoArgument video, String source, String endpoint) {
        Prompts prompts = prompt.prompts();
        String key = requestKey != null
                ? requestKey
                : RequestKey.of(source, prompts, plan.options(), dialect, exports, endpoint, choices());
        return JobRequest.of(new JobId(JobId.DEFAULT_TENANT, key), video.uri().toString(), prompts)
                .withPlan(plan.options())
                .withParallel(parallel)
                .withMaxCharge(limit())
                .withDialect(dialect)
                .withExports(exports)
                .withReuse(!noReuse)
                .withPerObject(perObject)
                .withAutoRepair(autoRepair)
                .withAskOverBudget(ask)
                .withPriority(priority)
                .withOnChunkFailure(ask ? FailurePolicy.ASK : allowGaps ? FailurePolicy.GAP : FailurePolicy.FAIL);
    }

    private List<String> choices() {
        List<String> choices = new ArrayList<>();
        if (perObject) {
            choices.add("per-object");
        }
        if (autoRepair) {
            choices.add("auto-repair");
        }
        return choices;
    }

    private @Nullable MicroUsd limit() {
        return usd("--max-charge", maxCharge);
    }

    /** @throws InvalidInputException if the text is no amount of money */
    static @Nullable MicroUsd usd(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            MicroUsd limit = MicroUsd.ofUsd(new BigDecimal(text.strip()));
            if (!limit.isNegative()) {
                return limit;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // falls through to the one message
        }
        throw new InvalidInputException(
                option + " " + text + ": give an amount in USD with at most six decimals, such as 3.00");
    }
}
