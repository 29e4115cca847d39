package dev.sam3flow.app.rest;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobStore.StoredJob;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A job as the REST interface shows it.
 *
 * @param key request key
 * @param phase where it is
 * @param note a plain sentence, empty where there is nothing to say
 * @param frames frames of the video, 0 until probed
 * @param quotedMicroUsd quote; null until planned
 * @param chargedMicroUsd charged so far
 * @param chunks its chunks
 * @param files names of result files; empty until there is a result
 */
public record JobView(
        String key,
        JobPhase phase,
        String note,
        int frames,
        @Nullable Long quotedMicroUsd,
        long chargedMicroUsd,
        List<ChunkView> chunks,
        Set<String> files) {

    /** One chunk: the frames it owns, half-open, and how far it is. */
    public record ChunkView(
            int startFrame,
            int endFrame,
            String phase,
            @Nullable String predictionId,
            int attempts,
            long chargedMicroUsd,
            String note) {
        static ChunkView of(ChunkProgress chunk) {
            return new ChunkView(
                    chunk.chunk().owned().startFrame(),
                    chunk.chunk().owned().endFrame(),
                    chunk.phase().name(),
                    chunk.predictionId(),
                    chunk.attempts(),
                    chunk.charged().value(),
                    chunk.note());
        }
    }

    static JobView of(JobProgress progress) {
        return of(progress, null);
    }

    static JobView of(StoredJob job) {
        return of(job.progress(), job.result().orElse(null));
    }

    private static JobView of(JobProgress progress, @Nullable JobResult result) {
        MicroUsd quoted = progress.quoted();
        JobFailure failure = result == null ? null : result.failure();
        return new JobView(
                progress.id().requestKey(),
                result == null ? progress.phase() : result.phase(),
                failure == null ? progress.note() : failure.message(),
                progress.videoFrames(),
                quoted == null ? null : quoted.value(),
                (result == null ? progress.charged() : result.charged()).value(),
                progress.chunks().stream().map(ChunkView::of).toList(),
                result == null ? Set.of() : new TreeSet<>(result.files().keySet()));
    }
}
