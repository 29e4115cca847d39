package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work on video files and masks; each may be done again without harm. */
@ActivityInterface(namePrefix = "Sam3")
public interface MediaWork {
    /**
     * A cut, or why there is none.
     *
     * @param video the chunk as a video of its own; null where packets cannot be copied
     * @param inexact why not; null where it was cut
     */
    record Cut(@Nullable BlobRef video, @Nullable String inexact) {}

    /**
     * Masks put together.
     *
     * @param files {@code masks.jsonl} and exports by name
     * @param report the {@link dev.sam3flow.core.result.AssembledResult} as JSON
     * @param gaps chunks without a result
     */
    record Assembled(Map<String, BlobRef> files, BlobRef report, int gaps) {}

    /**
     * A chunk that looks bad.
     *
     * @param chunk index in the plan
     * @param badFrames how bad
     * @param again what to ask it once more; null where there is no good frame to take boxes from
     */
    record Suspect(int chunk, int badFrames, @Nullable Prompts again) {}

    /** The chunks of a job that look bad, the worst first. */
    record Suspects(List<Suspect> chunks) {}

    /**
     * A second result of a chunk beside its first.
     *
     * @param better true where the second is to stay
     * @param badFrames how bad the second looks; null where it cannot be read
     */
    record Compared(int chunk, boolean better, @Nullable Integer badFrames) {}

    /** Second results, each beside its first. */
    record Comparison(List<Compared> chunks) {}

    /** Copies the job's video into the store. */
    // named: the SDK capitalises in the default locale, where a Turkish i becomes another letter
    @ActivityMethod(name = "Sam3Ingest")
    BlobRef ingest(JobId id);

    /** Reads the video's frame table and checks that the prompts lie inside its frames. */
    SourceFacts probe(JobId id, BlobRef file);

    PlanFacts plan(JobId id, SourceFacts source);

    /** Re-encodes the source so that it can be cut at the plan's chunks. */
    SourceFacts normalise(SourceFacts source, PlanFacts plan);

    Cut cut(SourceFacts source, Chunk chunk);

    /** The prompts of a chunk whose predecessor has a result: the texts, and the boxes of its last masks. */
    Prompts follow(JobId id, Chunk chunk, String previousResultKey);

    /**
     * Decides the dialect, stitches the chunks that have a result, and writes the exports.
     *
     * @param results which have one, see {@link JobRecords#keepResults}; null where none has
     */
    Assembled assemble(JobId id, SourceFacts source, PlanFacts plan, @Nullable BlobRef results);

    /** Looks for chunks that look bad in what a job has. */
    Suspects suspects(JobId id, SourceFacts source, PlanFacts plan, BlobRef results);

    /** Says of each of the second results whether it looks better than what the job has. */
    Comparison compare(JobId id, SourceFacts source, PlanFacts plan, BlobRef first, BlobRef second);
}
