package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.Pace;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk needs to be segmented.
 *
 * @param sourceSha256 digest of the source, whatever it is cut from
 * @param cutFrom the video it is cut from: the source, or the source normalised
 * @param price what the provider will charge for it
 * @param jobLimit most that the job may come to; null for no limit
 * @param mostAttempts paid attempts it may have in this run of the job
 * @param reuse whether a stored result of an equal chunk of another job serves as well
 * @param paused whether it begins without submitting anything, until it is told to
 * @param kept key of the result that it takes as it is, whatever it is prompted by; null where it is segmented
 * @param onlyFor whom its result serves and no other; null for whom {@code reuse} says
 */
public record ChunkOrder(
        JobId jobId,
        Chunk chunk,
        String sourceSha256,
        SourceFacts cutFrom,
        Prompts prompts,
        MicroUsd price,
        @Nullable MicroUsd jobLimit,
        int mostAttempts,
        boolean reuse,
        Pace pace,
        boolean paused,
        @Nullable String kept,
        @Nullable String onlyFor) {

    public AttemptKey attempt(int number) {
        return new AttemptKey(jobId, chunk.index(), number);
    }
}
