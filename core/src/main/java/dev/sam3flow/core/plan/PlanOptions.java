package dev.sam3flow.core.plan;

import dev.sam3flow.core.error.InvalidInputException;

/**
 * What a plan may look like.
 *
 * @param maxChunkMicros longest chunk, overlap included; at most 599.5 s, half a second under the provider's limit
 * @param overlapMicros how much two neighbours share; 0 for none
 * @param objective what is made small
 */
public record PlanOptions(long maxChunkMicros, long overlapMicros, Objective objective) {
    /** What a plan makes small. */
    public enum Objective {
        /** the charge, where a chunk counts as 0.45 billing units */
        CHARGE,
        /** the longest chunk, with as many chunks as the predictions in flight have room for */
        LATENCY,
        /** the charge, with chunks at most halfway between the two others */
        BALANCED
    }

    public static final long LONGEST_CHUNK_MICROS = 599_500_000;
    public static final PlanOptions DEFAULTS = new PlanOptions(LONGEST_CHUNK_MICROS, 1_000_000, Objective.CHARGE);

    public PlanOptions {
        if (maxChunkMicros < 1_000_000 || maxChunkMicros > 600_000_000) {
            throw new InvalidInputException("longest chunk of " + maxChunkMicros / 1e6
                    + " s: the provider takes 1 to 600 seconds; give --max-chunk a number in that range");
        }
        if (overlapMicros < 0 || overlapMicros * 2 >= maxChunkMicros) {
            throw new InvalidInputException("overlap of " + overlapMicros / 1e6 + " s with chunks of "
                    + maxChunkMicros / 1e6 + " s: give --overlap at least 0 and less than half of --max-chunk");
        }
        maxChunkMicros = Math.min(maxChunkMicros, LONGEST_CHUNK_MICROS);
    }
}
