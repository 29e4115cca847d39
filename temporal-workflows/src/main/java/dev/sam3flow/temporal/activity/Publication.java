package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.Summary;
import dev.sam3flow.core.result.SummaryWriter;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.activity.JobRecords.Ending;
import dev.sam3flow.temporal.activity.JobRecords.ResultKeys;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The last step of a job: its summary, and how it ended. */
final class Publication {
    /** Begins the note of a job whose video was re-encoded because a chunk could not be copied. */
    private static final String NORMALISED = "normalised: ";

    private static final int MOST_NOTES = 20;

    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final StoredRecords stored;

    Publication(Sam3Ports ports, Sam3Settings settings, StoredRecords stored) {
        this.ports = ports;
        this.settings = settings;
        this.stored = stored;
    }

    JobResult publish(Ending ending) throws IOException {
        StoredJob job = ports.jobs().find(ending.id()).orElseThrow();
        MicroUsd charged = ports.ledger().balance(ending.id()).spent();
        Map<String, BlobRef> files = new HashMap<>(ending.files());
        SourceFacts source = ending.source();
        PlanFacts plan = ending.plan();
        BlobRef report = ending.report();
        if (source != null && plan != null && report != null) {
            files.put(JobResult.SUMMARY, summary(job, ending, source, plan, report, charged));
        }
        MicroUsd quoted = plan == null ? null : plan.quote().total();
        JobProgress old = job.progress();
        JobFailure failure = ending.phase() == JobPhase.CANCELLED ? cancelled(ending.failure(), old) : ending.failure();
        JobResult result = new JobResult(ending.id(), ending.phase(), files, quoted, charged, failure);
        String note = failure == null ? ending.note() : failure.message();
        ports.jobs()
                .saveProgress(new JobProgress(
                        ending.id(), ending.phase(), old.videoFrames(), old.chunks(), quoted, charged, note));
        ports.jobs().saveResult(result);
        return result;
    }

    /** A cancelled chunk's workflow ends without an answer: what became of its prediction is told by its progress. */
    private static @Nullable JobFailure cancelled(@Nullable JobFailure failure, JobProgress progress) {
        if (failure == null) {
            return null;
        }
        String notes = progress.chunks().stream()
                .filter(chunk -> !chunk.note().isEmpty() && !failure.message().contains(chunk.note()))
                .limit(MOST_NOTES)
                .map(chunk -> "; chunk " + (chunk.chunk().index() + 1) + ": " + chunk.note())
                .collect(Collectors.joining());
        return new JobFailure(failure.reason(), failure.message() + notes);
    }

    private BlobRef summary(
            StoredJob job, Ending ending, SourceFacts source, PlanFacts plan, BlobRef report, MicroUsd charged)
            throws IOException {
        JobRequest request = job.request();
        Summary summary = new Summary(
                shownPath(request.video()),
                stored.video(source),
                request.prompts(),
                asCut(stored.plan(plan), ending.note()),
                chunkResults(ports, job.progress(), stored.results(ending.results())),
                settings.prices(),
                stored.get(report, AssembledResult.class),
                plan.quote().total(),
                charged,
                ports.predictions().simulated(),
                Objects.requireNonNullElse(ending.repairs(), List.of()),
                ending.timeline());
        return ports.blobs().put("json", source.frames(), out -> SummaryWriter.write(summary, out));
    }

    /** Where a copy turned out to be inexact, the job's note says why all was re-encoded after all. */
    private static ChunkPlan asCut(ChunkPlan plan, String note) {
        if (plan.normaliseReason() != null || !note.contains(NORMALISED)) {
            return plan;
        }
        String reason = note.substring(note.indexOf(NORMALISED) + NORMALISED.length());
        int end = reason.indexOf("; ");
        return new ChunkPlan(plan.chunks(), end < 0 ? reason : reason.substring(0, end));
    }

    /** Results of the chunks that have one: which, says the job's workflow; the progress is for people. */
    static List<ChunkResult> chunkResults(Sam3Ports ports, JobProgress progress, ResultKeys keys) {
        return progress.chunks().stream()
                .map(chunk -> result(ports, chunk, keys.keys().get(chunk.chunk().index())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A stored result may be another job's: the chunk's place in this plan is the progress's, not the result's. */
    private static Optional<ChunkResult> result(Sam3Ports ports, ChunkProgress progress, @Nullable String key) {
        return key == null
                ? Optional.empty()
                : ports.jobs()
                        .findChunk(key)
                        .map(found -> new ChunkResult(
                                progress.chunk(),
                                found.predictionId(),
                                progress.attempts(),
                                found.rle(),
                                found.evidence(),
                                progress.charged()));
    }

    /** A path for files, a URL without query and credentials otherwise. */
    static String shownPath(String video) {
        URI uri = URI.create(video);
        if ("file".equals(uri.getScheme())) {
            return uri.getPath();
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
    }

    /** The last part of the path. */
    static String shownName(String video) {
        String path = URI.create(video).getPath();
        String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "video" : name;
    }
}
