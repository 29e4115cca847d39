package dev.sam3flow.core.job;

import dev.sam3flow.core.money.MicroUsd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param id which
 * @param phase where it is
 * @param videoFrames frames of the video; 0 until probed
 * @param chunks in order; empty until planned
 * @param quoted what was quoted; null until planned
 * @param charged charged so far
 * @param note a plain sentence; empty where there is nothing to say
 */
public record JobProgress(
        JobId id,
        JobPhase phase,
        int videoFrames,
        List<ChunkProgress> chunks,
        @Nullable MicroUsd quoted,
        MicroUsd charged,
        String note) {
    public JobProgress {
        chunks = List.copyOf(chunks);
    }

    /** Chunks that have their masks. */
    public long chunksDone() {
        return chunks.stream().filter(c -> c.phase() == ChunkPhase.DONE).count();
    }
}
