package dev.sam3flow.core.plan;

import java.util.PriorityQueue;

/**
 * How long the provider is taken to work on a prediction. It publishes no figure, and its answers vary: an expectation,
 * never a promise.
 *
 * @param eachMicros for every prediction, whatever its length: upload, waiting, fetching
 * @param factor for every second of video, in seconds
 */
public record ProviderPace(long eachMicros, double factor) {
    /** Twenty seconds each, and as long as the video plays: what is assumed where nobody says otherwise. */
    public static final ProviderPace ASSUMED = new ProviderPace(20_000_000, 1);

    public ProviderPace {
        if (eachMicros < 0 || !(factor >= 0 && factor <= 1000)) {
            throw new IllegalArgumentException("pace of " + eachMicros + " µs and " + factor
                    + " s a second: needs at least 0, and at most 1000 s a second");
        }
    }

    /**
     * From the first submit to the last answer, in microseconds.
     *
     * @param parallel predictions in flight at once; those of a plan start in its order, each as soon as there is room
     */
    public long expectedMicros(ChunkPlan plan, int parallel) {
        PriorityQueue<Long> ends = new PriorityQueue<>();
        long last = 0;
        for (Chunk chunk : plan.chunks()) {
            Long free = ends.size() < parallel ? null : ends.poll();
            long end = (free == null ? 0 : free) + eachMicros + Math.round(chunk.durationMicros() * factor);
            ends.add(end);
            last = Math.max(last, end);
        }
        return last;
    }
}
