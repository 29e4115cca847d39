package dev.sam3flow.core.job;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.rle.DialectEvidence;

/**
 * What a finished chunk leaves: the provider's RLE file as it came, and the evidence of how it is written.
 *
 * @param chunk its frames
 * @param predictionId the prediction it came from
 * @param attempts attempts it took
 * @param rle the provider's file, unchanged
 * @param evidence what a pass over the file says of its dialect
 * @param charged what the provider took for it
 */
public record ChunkResult(
        Chunk chunk, String predictionId, int attempts, BlobRef rle, DialectEvidence evidence, MicroUsd charged) {
    /** The same under another place in a plan. */
    public ChunkResult of(Chunk other) {
        return new ChunkResult(other, predictionId, attempts, rle, evidence, charged);
    }
}
