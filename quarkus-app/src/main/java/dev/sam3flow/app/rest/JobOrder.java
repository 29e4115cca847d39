package dev.sam3flow.app.rest;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body that orders a job; only {@code video} and {@code prompts} are required.
 *
 * @param requestKey names the job; the same key again is the same job; made up where absent
 * @param video http(s) URL
 * @param prompts short noun phrases
 * @param points clicks at the first frame
 * @param boxes rectangles at the first frame
 * @param maxChargeUsd most the job may cost, such as {@code "3.00"}
 * @param maxChunkSeconds longest chunk
 * @param overlapSeconds what neighbours share
 * @param parallel most predictions at once
 * @param dialect pinned RLE dialect, or {@code "auto"}
 * @param exports names of further result files
 * @param ask whether it waits for a person where it would end otherwise: over a limit, or when a chunk fails
 * @param reuse whether stored and running predictions of equal chunks serve; true where absent
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
        @Nullable Boolean ask,
        @Nullable Boolean reuse) {

    /** @throws InvalidInputException if it cannot be a request */
    JobRequest toRequest() {
        if (video == null || !video.matches("(?i)https?://.+")) {
            throw new InvalidInputException("video '" + (video == null ? "" : "…")
                    + "': give an http or https URL, or upload the" + " file as multipart/form-data");
        }
        return toRequest(video);
    }

    JobRequest toRequest(String source) {
        JobRequest base = JobRequest.of(
                new JobId(
                        JobId.DEFAULT_TENANT,
                        requestKey == null ? UUID.randomUUID().toString() : requestKey),
                source,
                new Prompts(orEmpty(prompts), orEmpty(points), orEmpty(boxes)));
        boolean asks = Boolean.TRUE.equals(ask);
        return new JobRequest(
                base.id(),
                base.video(),
                base.prompts(),
                new PlanOptions(
                        micros(maxChunkSeconds, base.plan().maxChunkMicros()),
                        micros(overlapSeconds, base.plan().overlapMicros()),
                        base.plan().objective()),
                Objects.requireNonNullElse(parallel, base.parallel()),
                maxChargeUsd == null ? null : usd(maxChargeUsd),
                Objects.requireNonNullElse(dialect, base.dialect()),
                orEmpty(exports),
                asks ? FailurePolicy.ASK : FailurePolicy.FAIL,
                base.mostAttempts(),
                Objects.requireNonNullElse(reuse, base.reuse()),
                asks);
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
        if (seconds.abs().compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw new InvalidInputException(seconds + " seconds: give a number from 0 to 600");
        }
        return seconds.movePointRight(6).longValue();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
