package dev.sam3flow.core.plan;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides a video into chunks. A chunk starts at a safe cut and ends at a clean end; two neighbours share the overlap, and
 * each owns its half of it.
 *
 * <p>What is made small:
 *
 * <ul>
 *   <li>{@link Objective#CHARGE}: the charge, where each chunk counts as another 0.45 billing units, so that a video is not
 *       split for nothing;
 *   <li>{@link Objective#LATENCY}: the longest chunk, with as many chunks as fill the rounds in flight that the cheapest plan
 *       needs anyway; among those, the charge;
 *   <li>{@link Objective#BALANCED}: the charge, with chunks at most halfway between the longest of the two others.
 * </ul>
 *
 * <p>Where no safe cut lies within the longest chunk, the plan cuts anywhere and says that the video is to be normalised.
 */
public final class ChunkPlanner {
    /** How many predictions are in flight at once where nobody says. */
    public static final int DEFAULT_PARALLEL = 4;

    /** Chunks are not made shorter than this for the sake of latency. */
    private static final long SHORTEST_WANTED_MICROS = 10_000_000;
    /** A re-encoded frame's time may be off by less than this. */
    private static final long NORMALISED_MARGIN_MICROS = 1_000;

    private ChunkPlanner() {}

    /** Plans with {@value #DEFAULT_PARALLEL} predictions in flight. */
    public static ChunkPlan plan(
            FrameTable table, PlanOptions options, PriceList prices, @Nullable String normaliseReason) {
        return plan(table, options, prices, normaliseReason, DEFAULT_PARALLEL);
    }

    /**
     * Plans.
     *
     * @param normaliseReason why the video has to be re-encoded, so that it may be cut anywhere; null where it may be copied
     * @param parallel predictions in flight at once; matters for other objectives than the charge
     * @throws InvalidInputException if a single frame is shown for longer than a chunk may be
     */
    public static ChunkPlan plan(
            FrameTable table, PlanOptions options, PriceList prices, @Nullable String normaliseReason, int parallel) {
        if (normaliseReason == null) {
            Optional<ChunkPlan> copied = planAt(
                            new CutTable(table, options.overlapMicros(), 0), options, prices, parallel)
                    .map(chunks -> new ChunkPlan(chunks, null));
            if (copied.isPresent()) {
                return copied.get();
            }
        }
        String reason = normaliseReason != null ? normaliseReason : noSafeCut(options);
        CutTable anywhere = new CutTable(table.withCuts(i -> true), options.overlapMicros(), NORMALISED_MARGIN_MICROS);
        return planAt(anywhere, options, prices, parallel)
                .map(chunks -> new ChunkPlan(chunks, reason))
                .orElseThrow(
                        () -> new InvalidInputException(
                                "the video cannot be cut into chunks of at most "
                                        + seconds(options.maxChunkMicros()) + " with an overlap of "
                                        + seconds(options.overlapMicros())
                                        + ", because single frames are shown for longer: give a longer --max-chunk or a shorter --overlap"));
    }

    private static String noSafeCut(PlanOptions options) {
        return "no key frame at which the video may be cut within " + seconds(options.maxChunkMicros());
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }

    private static Optional<List<Chunk>> planAt(CutTable cuts, PlanOptions options, PriceList prices, int parallel) {
        if (!cuts.startsAtFirstFrame()) {
            return Optional.empty();
        }
        long cap = Math.min(options.maxChunkMicros(), prices.maxMicros());
        CheapestPath path = new CheapestPath(cuts, prices);
        Optional<List<FrameRange>> cheapest = path.find(cap, CheapestPath.CHUNK_PENALTY);
        if (options.objective() == Objective.CHARGE || cheapest.isEmpty()) {
            return cheapest.map(cuts::chunks);
        }
        int rounds = (cheapest.get().size() + parallel - 1) / parallel;
        long shortest = shortestCap(cuts, cap, rounds * parallel);
        if (options.objective() == Objective.LATENCY) {
            return path.find(shortest, CheapestPath.CHUNKS_FIRST).map(cuts::chunks);
        }
        long longest =
                cheapest.get().stream().mapToLong(cuts::durationMicros).max().orElse(cap);
        long halfway = Math.max(shortest, (shortest + longest) / 2);
        return path.find(halfway, CheapestPath.CHUNK_PENALTY).map(cuts::chunks);
    }

    /** The smallest longest chunk with which {@code most} chunks are enough, to a tenth of a second. */
    private static long shortestCap(CutTable cuts, long cap, int most) {
        long low = Math.min(cap, SHORTEST_WANTED_MICROS) - 100_000;
        long high = cap;
        while (high - low > 100_000) {
            long middle = (low + high) / 2;
            int needed = cuts.fewestChunks(middle);
            if (needed > 0 && needed <= most) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Frames sent by each chunk → chunks that own half of each overlap. */
    static List<Chunk> chunksOf(List<FrameRange> sent, FrameTable table) {
        List<Chunk> chunks = new ArrayList<>(sent.size());
        int owned = 0;
        for (int i = 0; i < sent.size(); i++) {
            FrameRange range = sent.get(i);
            int end = i + 1 < sent.size() ? middle(sent.get(i + 1).startFrame(), range.endFrame()) : range.endFrame();
            chunks.add(new Chunk(
                    i, range, new FrameRange(owned, end), table.durationMicros(range.startFrame(), range.endFrame())));
            owned = end;
        }
        return chunks;
    }

    static int middle(int startFrame, int endFrame) {
        return (startFrame + endFrame) >>> 1;
    }
}
