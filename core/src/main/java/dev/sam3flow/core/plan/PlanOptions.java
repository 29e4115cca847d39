package dev.sam3flow.core.plan;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.video.FrameTable;

/**
 * What a plan may look like.
 *
 * @param maxChunkMicros longest chunk, overlap included; at most 599.5 s, half a second under the provider's limit
 * @param overlapMicros how much two neighbours share; 0 for none, {@link #AUTO_OVERLAP} for as much as the model needs
 * @param objective what is made small
 * @param sceneCuts whether chunks are to meet where scenes do, as far as that does not raise the price
 * @param startAt index of a frame at which a chunk has to start, whatever it costs; 0 for none but the first. Scenes are not
 *     looked at where there is one
 */
public record PlanOptions(
        long maxChunkMicros, long overlapMicros, Objective objective, boolean sceneCuts, int startAt) {
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

    /** One second, or 16 frames where that is longer, but no more of them than a quarter of the longest chunk. */
    public static final long AUTO_OVERLAP = -1;

    public static final PlanOptions DEFAULTS = new PlanOptions(LONGEST_CHUNK_MICROS, AUTO_OVERLAP, Objective.CHARGE);

    private static final long USUAL_OVERLAP_MICROS = 1_000_000;
    private static final int FEWEST_SHARED_FRAMES = 16;

    /** A plan that does not look for scenes. */
    public PlanOptions(long maxChunkMicros, long overlapMicros, Objective objective) {
        this(maxChunkMicros, overlapMicros, objective, false, 0);
    }

    /** A plan whose chunks may start anywhere. */
    public PlanOptions(long maxChunkMicros, long overlapMicros, Objective objective, boolean sceneCuts) {
        this(maxChunkMicros, overlapMicros, objective, sceneCuts, 0);
    }

    public PlanOptions {
        if (maxChunkMicros < 1_000_000 || maxChunkMicros > 600_000_000) {
            throw new InvalidInputException("longest chunk of " + maxChunkMicros / 1e6
                    + " s: the provider takes 1 to 600 seconds; give --max-chunk a number in that range");
        }
        long least = overlapMicros == AUTO_OVERLAP ? USUAL_OVERLAP_MICROS : overlapMicros;
        if (least < 0 || least * 2 >= maxChunkMicros) {
            throw new InvalidInputException("overlap of " + least / 1e6 + " s with chunks of " + maxChunkMicros / 1e6
                    + " s: give --overlap at least 0 and less than half of --max-chunk");
        }
        if (startAt < 0) {
            throw new InvalidInputException("a chunk that starts at frame " + startAt + ": frames count from 0");
        }
        maxChunkMicros = Math.min(maxChunkMicros, LONGEST_CHUNK_MICROS);
    }

    /** How much two neighbours of this video share. */
    long overlapMicros(FrameTable table) {
        if (overlapMicros != AUTO_OVERLAP) {
            return overlapMicros;
        }
        double perFrame = (double) table.durationMicros(0, table.frames()) / table.frames();
        long frames = Math.min((long) Math.ceil(FEWEST_SHARED_FRAMES * perFrame), maxChunkMicros / 4);
        return Math.max(USUAL_OVERLAP_MICROS, frames);
    }

    public PlanOptions withObjective(Objective value) {
        return new PlanOptions(maxChunkMicros, overlapMicros, value, sceneCuts, startAt);
    }

    public PlanOptions withSceneCuts(boolean value) {
        return new PlanOptions(maxChunkMicros, overlapMicros, objective, value, startAt);
    }

    public PlanOptions withStartAt(int frame) {
        return new PlanOptions(maxChunkMicros, overlapMicros, objective, sceneCuts, frame);
    }
}
