package dev.sam3flow.core.plan;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a video in order; together they own every frame exactly once.
 *
 * @param chunks at least one
 * @param normaliseReason why the video is re-encoded with a key frame at each chunk's start, or null where packets are copied
 */
public record ChunkPlan(List<Chunk> chunks, @Nullable String normaliseReason) {
    public ChunkPlan {
        chunks = List.copyOf(chunks);
        int next = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (chunk.index() != i || chunk.owned().startFrame() != next) {
                throw new IllegalArgumentException(
                        "chunk " + i + " owns " + chunk.owned() + " but frame " + next + " is next");
            }
            next = chunk.owned().endFrame();
        }
        if (next == 0) {
            throw new IllegalArgumentException("a plan needs at least one chunk");
        }
    }

    /** Frames of the whole video. */
    public int frames() {
        return chunks.get(chunks.size() - 1).owned().endFrame();
    }

    /** What the plan will be charged by a price list. */
    public Quote quote(PriceList prices, long videoMicros) {
        MicroUsd total = MicroUsd.ZERO;
        long billed = 0;
        for (Chunk chunk : chunks) {
            total = total.plus(prices.charge(chunk.durationMicros()));
            billed += prices.billedSeconds(chunk.durationMicros());
        }
        return new Quote(total, chunks.size(), billed, prices.charge(videoMicros));
    }
}
