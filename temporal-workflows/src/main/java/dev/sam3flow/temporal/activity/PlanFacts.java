package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.money.Quote;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it travels.
 *
 * @param plan the {@link dev.sam3flow.core.plan.ChunkPlan} as JSON
 * @param chunks number of chunks
 * @param quote what all of them will be charged, of a repair those that are segmented again
 * @param normaliseReason why the video is normalised before it is cut; null where it is not
 * @param repair the {@link RepairPlan} as JSON; null where it is no repair
 */
public record PlanFacts(
        BlobRef plan,
        int chunks,
        Quote quote,
        @Nullable String normaliseReason,
        @Nullable BlobRef repair) {}
