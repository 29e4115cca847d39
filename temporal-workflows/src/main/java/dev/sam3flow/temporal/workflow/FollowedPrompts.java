package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.activity.JobRecords.PricedChunk;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.workflow.SegmentVideo.Carried;
import io.temporal.workflow.Workflow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What chunks are prompted by: where a job has points or boxes, each by the masks of the one before. */
final class FollowedPrompts {
    private final MediaWork media;
    /** For chunks that failed: the result that they followed, if any. */
    private final Map<Integer, String> followed = new HashMap<>();

    private @Nullable String previousKey;

    FollowedPrompts(MediaWork media) {
        this.media = media;
    }

    /** The next chunk follows this result; none where it is null. */
    void follow(@Nullable String resultKey) {
        previousKey = resultKey;
    }

    /** A chunk has no result: the next follows none, and the chunk itself, tried again, what it has followed. */
    void failed(int chunk) {
        if (previousKey != null) {
            followed.put(chunk, previousKey);
        }
        previousKey = null;
    }

    /** Key of the result that the next chunk follows; null where that is none. */
    @Nullable
    String previousKey() {
        return previousKey;
    }

    /** Where none follows a chunk that has failed before an operator has decided about it. */
    static boolean asksFirst() {
        return Workflow.getVersion("ask-before-following", Workflow.DEFAULT_VERSION, 1) == 1;
    }

    /**
     * Points and boxes are true at one frame, where a chunk starts; later chunks follow the masks of the one before, earlier
     * ones know the texts alone.
     */
    Prompts of(Carried job, PricedChunk chunk) {
        int index = chunk.chunk().index();
        List<Prompts> calls = job.order().calls();
        int inPass = job.plan().chunks() / calls.size();
        Prompts first = calls.get(index / inPass);
        int start = chunk.chunk().sent().startFrame();
        if (chunk.kept() != null) {
            return first.textsOnly();
        }
        if (!first.isBoundToFrame() || start == first.atFrame()) {
            return first.atFirstFrame();
        }
        if (start < first.atFrame()) {
            return first.textsOnly();
        }
        String key = index % inPass == 0 ? null : before(index);
        return key == null ? first.textsOnly() : media.follow(job.order().id(), chunk.chunk(), key);
    }

    private @Nullable String before(int chunk) {
        return followed.containsKey(chunk) && asksFirst() ? followed.get(chunk) : previousKey;
    }
}
