package dev.sam3flow.core.plan;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a video in order. They pass over it once, or once for each object where every object has predictions of its
 * own; together the chunks of a pass own every frame exactly once, and all passes have the same chunks.
 *
 * @param chunks at least one, pass after pass
 * @param normaliseReason why the video is re-encoded with a key frame at each chunk's start, or null where packets are copied
 */
public record ChunkPlan(List<Chunk> chunks, @Nullable String normaliseReason) {
    private static final int MOST_PREDICTIONS = 100_000;

    public ChunkPlan {
        chunks = List.copyOf(chunks);
        int passes = passes(chunks);
        if (passes == 0 || chunks.size() % passes > 0) {
            throw new IllegalArgumentException("a plan of " + chunks.size() + " chunks and " + passes
                    + " passes: needs a chunk, and equal passes");
        }
        int inPass = chunks.size() / passes;
        int next = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            next = i % inPass == 0 ? 0 : next;
            if (chunk.index() != i
                    || chunk.owned().startFrame() != next
                    || !chunk.sent().equals(chunks.get(i % inPass).sent())) {
                throw new IllegalArgumentException(
                        "chunk " + i + " owns " + chunk.owned() + " but frame " + next + " is next");
            }
            next = chunk.owned().endFrame();
        }
    }

    private static int passes(List<Chunk> chunks) {
        return (int)
                chunks.stream().filter(chunk -> chunk.owned().startFrame() == 0).count();
    }

    /** How often the chunks pass over the video: once, or once for each object. */
    public int passes() {
        return passes(chunks);
    }

    /**
     * This plan of one pass, as often as that.
     *
     * @throws InvalidInputException if that are more predictions than anybody means
     */
    public ChunkPlan times(int passes) {
        long predictions = (long) chunks.size() * passes;
        if (predictions > MOST_PREDICTIONS) {
            throw new InvalidInputException(chunks.size() + " chunks for each of " + passes + " objects are "
                    + predictions + " predictions: at most " + MOST_PREDICTIONS
                    + "; give fewer objects or a longer --max-chunk");
        }
        List<Chunk> all = new ArrayList<>();
        for (int i = 0; i < passes; i++) {
            chunks.forEach(chunk -> all.add(at(all.size(), chunk)));
        }
        return new ChunkPlan(all, normaliseReason);
    }

    /** One pass by itself, its chunks counted from 0. */
    public ChunkPlan pass(int pass) {
        int inPass = chunks.size() / passes();
        List<Chunk> some = new ArrayList<>();
        chunks.subList(pass * inPass, (pass + 1) * inPass).forEach(chunk -> some.add(at(some.size(), chunk)));
        return new ChunkPlan(some, normaliseReason);
    }

    private static Chunk at(int index, Chunk chunk) {
        return new Chunk(index, chunk.sent(), chunk.owned(), chunk.durationMicros());
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
        MicroUsd floor = new MicroUsd(prices.charge(videoMicros).value() * passes());
        return new Quote(total, chunks.size(), billed, floor);
    }
}
