package dev.sam3flow.app.rest;

import dev.sam3flow.app.store.JobPages.DatedJob;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job in a list. */
public record JobSummary(
        String key,
        JobPhase phase,
        String note,
        Instant createdAt,
        String video,
        List<String> prompts,
        int frames,
        long chunksDone,
        int chunks,
        @Nullable Long quotedMicroUsd,
        long chargedMicroUsd) {

    static JobSummary of(DatedJob dated) {
        JobProgress progress = dated.job().progress();
        JobResult result = dated.job().result().orElse(null);
        MicroUsd quoted = progress.quoted();
        MicroUsd charged = result == null
                ? progress.chunks().stream().map(chunk -> chunk.charged()).reduce(MicroUsd.ZERO, MicroUsd::plus)
                : result.charged();
        return new JobSummary(
                dated.job().request().id().requestKey(),
                JobView.phase(progress, result),
                result == null || result.failure() == null
                        ? progress.note()
                        : result.failure().message(),
                dated.createdAt(),
                videoName(dated.job().request().video()),
                dated.job().request().prompts().texts(),
                progress.videoFrames(),
                progress.chunksDone(),
                progress.chunks().size(),
                quoted == null ? null : quoted.value(),
                charged.value());
    }

    /** Last part of the path, so that no signature of a URL is shown. */
    static String videoName(String video) {
        String path = URI.create(video).getPath();
        String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? URI.create(video).getScheme().toLowerCase(Locale.ROOT) + " video" : name;
    }
}
