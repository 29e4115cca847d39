package dev.sam3flow.core.job;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as it stands.
 *
 * @param chunk its frames
 * @param phase where it is
 * @param predictionId the latest attempt's prediction; null before there is one
 * @param attempts attempts begun
 * @param charged charged so far, over all attempts
 * @param resultKey key under which its result is stored, whether it is of use or not; null until there is one
 * @param note a plain sentence for the operator; empty where there is nothing to say
 */
public record ChunkProgress(
        Chunk chunk,
        ChunkPhase phase,
        @Nullable String predictionId,
        int attempts,
        MicroUsd charged,
        @Nullable String resultKey,
        String note) {
    /** A chunk that nothing has been done for. */
    public static ChunkProgress waiting(Chunk chunk) {
        return new ChunkProgress(chunk, ChunkPhase.WAITING, null, 0, MicroUsd.ZERO, null, "");
    }
}
