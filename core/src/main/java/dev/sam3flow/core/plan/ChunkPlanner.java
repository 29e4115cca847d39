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
 *   <li>{@link Objective#LATENCY}: the longest chunk, with at most as many chunks as fill the rounds in flight that the
 *       cheapest plan needs anyway; with chunks no longer than that, the same charge, or, where this takes more chunks than
 *       there is room for, their number and then the charge;
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
        return plan(table, options, prices, normaliseReason, parallel, new int[0]);
    }

    /**
     * Plans, and lets chunks meet at scene cuts where that does not raise the price.
     *
     * @param scenes first frames of scenes, rising; looked at only where {@link PlanOptions#sceneCuts} is set
     */
    public static ChunkPlan plan(
            FrameTable table,
            PlanOptions options,
            PriceList prices,
            @Nullable String normaliseReason,
            int parallel,
            int[] scenes) {
        int[] looked = options.sceneCuts() && options.startAt() == 0 ? scenes : new int[0];
        int needed = options.startAt();
        if (needed >= table.frames()) {
            throw new InvalidInputException("a chunk that starts at frame " + needed + ": the video has "
                    + table.frames() + " frames, counted from 0");
        }
        long overlap = options.overlapMicros(table);
        if (normaliseReason == null) {
            Optional<ChunkPlan> copied = planAt(
                            new CutTable(table, overlap, 0, needed), options, prices, parallel, looked)
                    .map(chunks -> new ChunkPlan(chunks, null));
            if (copied.isPresent()) {
                return copied.get();
            }
        }
        String reason = normaliseReason != null ? normaliseReason : noSafeCut(table, options);
        CutTable anywhere = new CutTable(table.withCuts(i -> true), overlap, NORMALISED_MARGIN_MICROS, needed);
        return planAt(anywhere, options, prices, parallel, looked)
                .map(chunks -> new ChunkPlan(chunks, reason))
                .orElseThrow(
                        () -> new InvalidInputException(
                                "the video cannot be cut into chunks of at most "
                                        + seconds(options.maxChunkMicros()) + " with an overlap of "
                                        + seconds(overlap)
                                        + ", because single frames are shown for longer: give a longer --max-chunk or a shorter --overlap"));
    }

    private static String noSafeCut(FrameTable table, PlanOptions options) {
        if (!table.isSafeCut(options.startAt())) {
            return "a chunk has to start at frame " + options.startAt() + ", where the stream may not be cut";
        }
        return "no key frame at which the video may be cut within " + seconds(options.maxChunkMicros());
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }

    private static Optional<List<Chunk>> planAt(
            CutTable cuts, PlanOptions options, PriceList prices, int parallel, int[] scenes) {
        int needed = cuts.cutAt(options.startAt());
        if (!cuts.startsAtFirstFrame() || needed < 0) {
            return Optional.empty();
        }
        long cap = Math.min(options.maxChunkMicros(), prices.maxMicros());
        CheapestPath path = new CheapestPath(cuts, prices, needed);
        Optional<List<FrameRange>> cheapest = path.find(cap, CheapestPath.CHUNK_PENALTY);
        if (cheapest.isEmpty()) {
            return Optional.empty();
        }
        long capWanted = cap;
        Optional<List<FrameRange>> found = cheapest;
        if (options.objective() != Objective.CHARGE) {
            int rounds = (cheapest.get().size() + parallel - 1) / parallel;
            int most = rounds * parallel;
            capWanted = wantedCap(cuts, options.objective(), cheapest.get(), cap, most, needed);
            found = path.find(capWanted, CheapestPath.CHUNK_PENALTY);
            if (options.objective() == Objective.LATENCY
                    && found.map(List::size).orElse(0) > most) {
                found = path.find(capWanted, CheapestPath.CHUNKS_FIRST);
            }
        }
        long longest = capWanted;
        return found.map(sent -> scenes.length == 0 ? sent : cuts.alignedWith(scenes, sent, prices, longest))
                .map(cuts::chunks);
    }

    /** The longest chunk by which an objective is reached. @param most chunks for which the rounds in flight have room */
    private static long wantedCap(
            CutTable cuts, Objective objective, List<FrameRange> cheapest, long cap, int most, int needed) {
        long shortest = shortestCap(cuts, cap, most, needed);
        if (objective == Objective.LATENCY) {
            return shortest;
        }
        long longest = cheapest.stream().mapToLong(cuts::durationMicros).max().orElse(cap);
        return Math.max(shortest, (shortest + longest) / 2);
    }

    /** The smallest longest chunk with which {@code most} chunks are enough, to a tenth of a second. */
    private static long shortestCap(CutTable cuts, long cap, int most, int needed) {
        long low = Math.min(cap, SHORTEST_WANTED_MICROS) - 100_000;
        long high = cap;
        while (high - low > 100_000) {
            long middle = (low + high) / 2;
            int chunks = cuts.fewestChunks(middle, needed);
            if (chunks > 0 && chunks <= most) {
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
