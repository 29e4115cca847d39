package dev.sam3flow.app.rest;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body that orders a job; only {@code video} and {@code prompts} are required.
 *
 * @param requestKey names the job; the same key again is the same job; made up where absent
 * @param video http(s) URL, or the id of an upload
 * @param prompts short noun phrases
 * @param points clicks in one frame
 * @param boxes rectangles in that frame
 * @param maxChargeUsd most the job may cost, such as {@code "3.00"}
 * @param maxChunkSeconds longest chunk
 * @param overlapSeconds what neighbours share; where it is not given, one second, or 16 frames where that is longer
 * @param parallel most predictions at once
 * @param dialect pinned RLE dialect, or {@code "auto"}
 * @param exports names of further result files
 * @param objective what the plan makes small: {@code charge}, {@code latency} or {@code balanced}
 * @param onChunkFailure {@code fail}, {@code gap} or {@code ask}
 * @param ask whether it waits for a person where it would end otherwise: over a limit, or when a chunk fails
 * @param reuse whether stored and running predictions of equal chunks serve; true where absent
 * @param perObject whether each object has predictions of its own: each prompt, or, with one prompt, each box and point;
 *     false where absent
 * @param autoRepair whether chunks that look bad are tried once more, within the limits of money; false where absent
 * @param atFrame index of the frame of points and boxes, from 0; the first where absent
 * @param sceneCuts whether chunks are to meet where scenes do, as far as that costs nothing; false where absent
 * @param priority 1 goes first, 5 last, where submits wait for the account; 3 where absent
 */
public record JobOrder(
        @Nullable String requestKey,
        @Nullable String video,
        @Nullable List<String> prompts,
        @Nullable List<PointPrompt> points,
        @Nullable List<BoxPrompt> boxes,
        @Nullable BigDecimal maxChargeUsd,
        @Nullable BigDecimal maxChunkSeconds,
        @Nullable BigDecimal overlapSeconds,
        @Nullable Integer parallel,
        @Nullable String dialect,
        @Nullable List<String> exports,
        @Nullable String objective,
        @Nullable String onChunkFailure,
        @Nullable Boolean ask,
        @Nullable Boolean reuse,
        @Nullable Boolean perObject,
        @Nullable Boolean autoRepair,
        @Nullable Integer atFrame,
        @Nullable Boolean sceneCuts,
        @Nullable Integer priority) {

    static final JobOrder EMPTY = form(null, null);

    /** What a form orders beside its file. */
    static JobOrder form(@Nullable String requestKey, @Nullable List<String> prompts) {
        return new JobOrder(
                requestKey,
                null,
                prompts,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** @throws InvalidInputException if the video is no http(s) URL */
    URI checkedUrl() {
        if (video == null || !video.matches("(?i)https?://.+")) {
            throw new InvalidInputException("video '" + (video == null ? "" : "…")
                    + "': give an http or https URL, or upload the file and give its id");
        }
        try {
            return new URI(video);
        } catch (URISyntaxException e) {
            throw new InvalidInputException("the video's URL is not valid: encode blanks and special characters");
        }
    }

    /**
     * The order of a tenant.
     *
     * @param source where the video is
     * @param fallbackKey the request key where the order has none
     * @throws InvalidInputException if anything that can be checked without the video is wrong
     */
    JobRequest toRequest(String tenant, String source, String fallbackKey) {
        orEmpty(exports).forEach(Exports::check);
        if (dialect != null && !dialect.equals(JobRequest.AUTO_DIALECT)) {
            Dialect.ofOption(dialect);
        }
        boolean asks = Boolean.TRUE.equals(ask);
        JobRequest base =
                JobRequest.of(new JobId(tenant, Objects.requireNonNullElse(requestKey, fallbackKey)), source, asked());
        return base.withPlan(planOptions())
                .withParallel(parallelOrDefault())
                .withMaxCharge(maxChargeUsd == null ? null : usd(maxChargeUsd))
                .withDialect(Objects.requireNonNullElse(dialect, base.dialect()))
                .withExports(orEmpty(exports))
                .withOnChunkFailure(named(
                        FailurePolicy.class,
                        "onChunkFailure",
                        onChunkFailure,
                        asks ? FailurePolicy.ASK : FailurePolicy.FAIL))
                .withReuse(Objects.requireNonNullElse(reuse, base.reuse()))
                .withAskOverBudget(asks)
                .withPerObject(Boolean.TRUE.equals(perObject))
                .withAutoRepair(Boolean.TRUE.equals(autoRepair))
                .withPriority(Objects.requireNonNullElse(priority, base.priority()));
    }

    private Prompts asked() {
        return new Prompts(orEmpty(prompts), orEmpty(points), orEmpty(boxes), startAt());
    }

    /** Index of the frame at which points and boxes are true. */
    int startAt() {
        return Objects.requireNonNullElse(atFrame, 0);
    }

    /** True where points or boxes bind chunks to one another, so that they run one after the other. */
    boolean isBoundToFrame() {
        return !orEmpty(points).isEmpty() || !orEmpty(boxes).isEmpty();
    }

    /**
     * Objects that could have predictions of their own; 1 where no prompts are named.
     *
     * @throws InvalidInputException if each is to have its own and they cannot be told apart
     */
    int objects() {
        if (orEmpty(prompts).isEmpty()) {
            return 1;
        }
        Prompts asked = asked();
        boolean many = asked.texts().size() > 1 || asked.isBoundToFrame();
        if (!many) {
            return 1;
        }
        try {
            return asked.each().size();
        } catch (InvalidInputException together) {
            if (Boolean.TRUE.equals(perObject)) {
                throw together;
            }
            return 1;
        }
    }

    /** @throws InvalidInputException if a number is out of range */
    PlanOptions planOptions() {
        PlanOptions base = PlanOptions.DEFAULTS;
        return new PlanOptions(
                micros(maxChunkSeconds, base.maxChunkMicros()),
                micros(overlapSeconds, base.overlapMicros()),
                named(PlanOptions.Objective.class, "objective", objective, base.objective()),
                Boolean.TRUE.equals(sceneCuts));
    }

    int parallelOrDefault() {
        return Objects.requireNonNullElse(parallel, 4);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String field, @Nullable String name, E otherwise) {
        if (name == null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(field + " '" + name + "': give one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static MicroUsd usd(BigDecimal amount) {
        try {
            return MicroUsd.ofUsd(amount);
        } catch (ArithmeticException e) {
            throw new InvalidInputException("maxChargeUsd " + amount + ": give USD with at most six decimals");
        }
    }

    private static long micros(@Nullable BigDecimal seconds, long otherwise) {
        if (seconds == null) {
            return otherwise;
        }
        if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw new InvalidInputException(seconds + " seconds: give a number from 0 to 600");
        }
        return seconds.movePointRight(6).longValue();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
