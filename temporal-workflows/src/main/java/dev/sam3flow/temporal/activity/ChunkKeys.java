package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.temporal.Records;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which results and which attempts belong to a chunk. */
final class ChunkKeys {
    private ChunkKeys() {}

    /** Everything that a chunk's masks depend on. */
    private record Content(
            int version,
            String tenant,
            String endpoint,
            boolean simulated,
            String sourceSha256,
            FrameRange frames,
            Prompts prompts,
            String onlyFor) {}

    /**
     * Digest of everything that a chunk's masks depend on.
     *
     * @param onlyFor whom they serve; null for all jobs of the tenant with {@code reuse}, else for the job alone
     */
    private static String resultKey(
            PredictionService predictions,
            JobId job,
            String sourceSha256,
            FrameRange sent,
            Prompts prompts,
            boolean reuse,
            @Nullable String onlyFor) {
        Content content = new Content(
                1,
                job.tenant(),
                predictions.endpoint(),
                predictions.simulated(),
                sourceSha256,
                sent,
                prompts,
                onlyFor != null ? onlyFor : reuse ? "" : job.toString());
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(Records.text(content).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String resultKey(PredictionService predictions, ChunkOrder order) {
        return order.kept() != null
                ? order.kept()
                : resultKey(
                        predictions,
                        order.jobId(),
                        order.sourceSha256(),
                        order.chunk().sent(),
                        order.prompts(),
                        order.reuse(),
                        order.onlyFor());
    }

    /**
     * The attempt that a chunk goes on with: its last one, if a prediction may still come of it or has come of it.
     *
     * @param attempts the chunk's attempts in order
     */
    static Optional<Attempt> resumable(List<Attempt> attempts, String resultKey) {
        if (attempts.isEmpty()) {
            return Optional.empty();
        }
        Attempt last = attempts.get(attempts.size() - 1);
        return last.resultKey().equals(resultKey) && mayYield(last.state()) ? Optional.of(last) : Optional.empty();
    }

    private static boolean mayYield(AttemptState state) {
        if (state instanceof Finished finished) {
            return finished.status() == PredictionStatus.COMPLETED;
        }
        return !(state instanceof Refused || state instanceof Lost);
    }

    /**
     * Key of a chunk's result as far as it is known before the chunk's turn. What a later chunk of a job with points or boxes
     * is asked depends on the masks of the one before: what its last attempt was made for tells.
     *
     * @param prompts what the chunk's pass over the video is asked
     * @param onlyFor as in {@link ChunkOrder}
     */
    static String expectedKey(
            PredictionService predictions,
            JobRequest request,
            Prompts prompts,
            String sourceSha256,
            Chunk chunk,
            List<Attempt> attempts,
            @Nullable String onlyFor) {
        return request.prompts().isBoundToFrame() && !attempts.isEmpty()
                ? attempts.get(attempts.size() - 1).resultKey()
                : resultKey(predictions, request.id(), sourceSha256, chunk.sent(), prompts, request.reuse(), onlyFor);
    }

    /** Number of the attempt that a chunk goes on with or makes. */
    static int next(List<Attempt> attempts, String resultKey) {
        int last =
                attempts.isEmpty() ? 0 : attempts.get(attempts.size() - 1).key().attempt();
        return resumable(attempts, resultKey).map(a -> a.key().attempt()).orElse(last + 1);
    }
}
