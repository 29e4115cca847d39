package dev.sam3flow.app.rest;

import dev.sam3flow.app.store.JobPages.DatedJob;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A job as the REST interface shows it.
 *
 * @param key request key
 * @param phase where it is
 * @param note a plain sentence, empty where there is nothing to say
 * @param failure why it has no, or not its whole, result; null where it has
 * @param createdAt when it was ordered
 * @param video last part of the video's address
 * @param prompts texts
 * @param atFrame index of the frame of points and boxes
 * @param objective what its plan makes small
 * @param sceneCuts whether chunks are to meet where scenes do
 * @param perObject whether each object has predictions of its own
 * @param autoRepair whether chunks that look bad are tried once more
 * @param frames frames of the video, 0 until probed
 * @param quotedMicroUsd quote; null until planned
 * @param heldMicroUsd reserved and not yet charged or released
 * @param chargedMicroUsd charged so far
 * @param maxChargeMicroUsd its own limit; null for none
 * @param chunks its chunks
 * @param files names of result files; empty until there is a result
 * @param hasVideo true where the source can be fetched from {@code video}
 */
public record JobView(
        String key,
        JobPhase phase,
        String note,
        @Nullable String failure,
        Instant createdAt,
        String video,
        List<String> prompts,
        List<PointPrompt> points,
        List<BoxPrompt> boxes,
        int atFrame,
        String objective,
        boolean sceneCuts,
        boolean perObject,
        boolean autoRepair,
        List<String> exports,
        int frames,
        @Nullable Long quotedMicroUsd,
        long heldMicroUsd,
        long chargedMicroUsd,
        @Nullable Long maxChargeMicroUsd,
        List<ChunkView> chunks,
        Set<String> files,
        boolean hasVideo) {

    /** One chunk: the frames it owns, half-open, and how far it is. */
    public record ChunkView(
            int index,
            int startFrame,
            int endFrame,
            String phase,
            @Nullable String predictionId,
            int attempts,
            long chargedMicroUsd,
            String note) {
        static ChunkView of(ChunkProgress chunk) {
            return new ChunkView(
                    chunk.chunk().index(),
                    chunk.chunk().owned().startFrame(),
                    chunk.chunk().owned().endFrame(),
                    chunk.phase().name(),
                    chunk.predictionId(),
                    chunk.attempts(),
                    chunk.charged().value(),
                    chunk.note());
        }
    }

    static JobView of(DatedJob dated, Balance balance) {
        JobRequest request = dated.job().request();
        JobProgress progress = dated.job().progress();
        JobResult result = dated.job().result().orElse(null);
        MicroUsd quoted = progress.quoted();
        MicroUsd limit = request.maxCharge();
        JobFailure failure = result == null ? null : result.failure();
        return new JobView(
                request.id().requestKey(),
                phase(progress, result),
                progress.note(),
                failure == null ? null : failure.message(),
                dated.createdAt(),
                JobSummary.videoName(request.video()),
                request.prompts().texts(),
                request.prompts().points(),
                request.prompts().boxes(),
                request.prompts().atFrame(),
                request.plan().objective().name().toLowerCase(Locale.ROOT),
                request.plan().sceneCuts(),
                request.perObject(),
                request.autoRepair(),
                request.exports(),
                progress.videoFrames(),
                quoted == null ? null : quoted.value(),
                balance.held().value(),
                (result == null ? balance.spent() : result.charged()).value(),
                limit == null ? null : limit.value(),
                progress.chunks().stream().map(ChunkView::of).toList(),
                result == null ? Set.of() : new TreeSet<>(result.files().keySet()),
                JobFilesResource.localVideo(request).isPresent());
    }

    /** A job one of whose chunks asks for a person asks for a person. */
    static JobPhase phase(JobProgress progress, @Nullable JobResult result) {
        if (result != null) {
            return result.phase();
        }
        boolean asks = progress.chunks().stream().anyMatch(chunk -> chunk.phase() == ChunkPhase.NEEDS_OPERATOR);
        return asks && progress.phase() == JobPhase.SEGMENTING ? JobPhase.NEEDS_OPERATOR : progress.phase();
    }
}
