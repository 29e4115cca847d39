package dev.sam3flow.core.job;

import dev.sam3flow.core.money.MicroUsd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param id which
 * @param phase DONE, FAILED or CANCELLED
 * @param files result files by name ({@code masks.jsonl}, {@code quality.json}, {@code summary.json}, exports); empty where there is no result
 * @param quoted what was quoted; null if it did not come to that
 * @param charged what was charged
 * @param failure why it is not, or not wholly, done; null where it is
 */
public record JobResult(
        JobId id,
        JobPhase phase,
        Map<String, BlobRef> files,
        @Nullable MicroUsd quoted,
        MicroUsd charged,
        @Nullable JobFailure failure) {
    public static final String MASKS = "masks.jsonl";
    public static final String QUALITY = "quality.json";
    public static final String SUMMARY = "summary.json";

    public JobResult {
        files = Map.copyOf(files);
    }
}
