package dev.sam3flow.core.result;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Puts the chunks' RLE files together to one {@code masks.jsonl}: decides the dialect once for all, maps local frame
 * {@code j} of a chunk to frame {@code sent.startFrame + j}, takes from each chunk the frames it owns, and joins tracks
 * over the overlaps. Reads every file twice; memory does not depend on the video's length.
 */
public final class ResultAssembly {
    /** Opens stored bytes; the assembly closes the stream. */
    @FunctionalInterface
    public interface Opener {
        InputStream open(BlobRef ref) throws IOException;
    }

    private final Video video;
    private final ChunkPlan plan;
    private final Prompts prompts;
    private final AssemblyOptions options;

    /** @throws IllegalArgumentException if the plan is not for a video of that many frames */
    public ResultAssembly(Video video, ChunkPlan plan, Prompts prompts, AssemblyOptions options) {
        if (plan.frames() != video.frames()) {
            throw new IllegalArgumentException(
                    "a plan of " + plan.frames() + " frames for a video of " + video.frames() + " frames");
        }
        this.video = video;
        this.plan = plan;
        this.prompts = prompts;
        this.options = options;
    }

    /**
     * Writes {@code masks.jsonl}. Chunks of the plan that are absent become gaps.
     *
     * @param chunks results in any order, each of another chunk of the plan
     * @throws AmbiguousDialectException if the masks can be read in more than one way; nothing is written
     * @throws MalformedRleException if a file is not what its dialect says
     * @throws MalformedResponseException if a file has another number of frames, or masks of another size, than what was
     *     sent
     */
    public AssembledResult write(List<ChunkResult> chunks, Opener opener, OutputStream masks) throws IOException {
        throw new UnsupportedOperationException("not there yet: " + video + plan + prompts + options);
    }
}
