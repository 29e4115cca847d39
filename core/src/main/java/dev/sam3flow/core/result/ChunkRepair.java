package dev.sam3flow.core.result;

import org.jspecify.annotations.Nullable;

/**
 * What became of a chunk that looked bad and was to be tried again.
 *
 * @param chunk index in the plan
 * @param repaired true where the second result was taken, false where the first stays
 * @param badFramesBefore what {@link dev.sam3flow.core.quality.ChunkQuality#badFrames()} says of the first result
 * @param badFramesAfter the same of the second; null where there is none
 * @param why a plain sentence
 */
public record ChunkRepair(
        int chunk,
        boolean repaired,
        int badFramesBefore,
        @Nullable Integer badFramesAfter,
        String why) {}
