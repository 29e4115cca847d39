package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.Prompts;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
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
}
