package dev.sam3flow.core.plan;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Moves the seams of a plan to scene cuts where that costs nothing: of all plans that seam at scene cuts or where the given
 * plan does, the cheapest; among those, the one in which
 * the fewest scene cuts lie within a chunk; among those,
 * the one with the fewest chunks.
 *
 * <p>Two chunks that meet at a scene cut share no frames: nothing that is seen before it goes on after it. What they save by
 * that is part of the price.
 */
final class SceneAlignment {
    /** Flashes and shaking cameras are no scenes. */
    private static final long SHORTEST_SCENE_MICROS = 500_000;

    private static final int END = -1;

    /** A place between two chunks: where the later begins and the earlier ends, in frames. */
    private record Seam(int start, int endBefore) {
        int owned() {
            return ChunkPlanner.middle(start, endBefore);
        }
    }

    private final FrameTable table;
    private final long marginMicros;
    private final PriceList prices;
    private final int[] scenes;
    private final List<Seam> seams;

    /**
     * @param table in which a chunk may start at safe cuts
     * @param marginMicros by how much a chunk may turn out longer than the table says
     * @param plan frames sent by each chunk of the plan that is improved
     * @param scenes first frames of scenes, rising
     */
    SceneAlignment(FrameTable table, long marginMicros, PriceList prices, List<FrameRange> plan, int[] scenes) {
        this.table = table;
        this.marginMicros = marginMicros;
        this.prices = prices;
        this.scenes = longEnough(table, scenes);
        this.seams = seams(plan);
    }

    private static int[] longEnough(FrameTable table, int[] scenes) {
        int[] kept = new int[scenes.length];
        int count = 0;
        long before = Long.MIN_VALUE / 2;
        for (int scene : scenes) {
            long time = table.timeMicros(scene);
            if (scene > 0 && time - before >= SHORTEST_SCENE_MICROS) {
                kept[count++] = scene;
                before = time;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private List<Seam> seams(List<FrameRange> plan) {
        List<Seam> found = new ArrayList<>();
        found.add(new Seam(0, 0));
        for (int scene : scenes) {
            if (table.isSafeCut(scene)) {
                found.add(new Seam(scene, scene));
            }
        }
        for (int i = 1; i < plan.size(); i++) {
            found.add(new Seam(plan.get(i).startFrame(), plan.get(i - 1).endFrame()));
        }
        found.sort(Comparator.comparingInt(Seam::start).thenComparingInt(Seam::endBefore));
        return found;
    }

    /** Price, scene cuts within chunks, and chunks: compared in this order. */
    private record Weight(long charge, long cutScenes, long chunks) implements Comparable<Weight> {
        @Override
        public int compareTo(Weight other) {
            int byCharge = Long.compare(charge, other.charge);
            int byScenes = byCharge != 0 ? byCharge : Long.compare(cutScenes, other.cutScenes);
            return byScenes != 0 ? byScenes : Long.compare(chunks, other.chunks);
        }
    }

    /** The frames that each chunk sends; never dearer than the given plan, whose longest chunk must not exceed the cap. */
    List<FrameRange> find(long capMicros) {
        int count = seams.size();
        Weight[] best = new Weight[count];
        int[] next = new int[count];
        for (int from = count - 1; from >= 0; from--) {
            int start = seams.get(from).start();
            next[from] = END;
            if (length(start, table.frames()) <= capMicros) {
                best[from] = chunk(start, table.frames());
            }
            for (int to = from + 1; to < count; to++) {
                Seam seam = seams.get(to);
                if (length(start, Math.max(start + 1, seam.start())) > capMicros) {
                    break;
                }
                Weight rest = best[to];
                boolean forward =
                        seam.start() > start && seam.owned() > seams.get(from).owned();
                if (rest == null || !forward || length(start, seam.endBefore()) > capMicros) {
                    continue;
                }
                Weight first = chunk(start, seam.endBefore());
                Weight whole = new Weight(
                        first.charge + rest.charge, first.cutScenes + rest.cutScenes, first.chunks + rest.chunks);
                if (best[from] == null || whole.compareTo(best[from]) < 0) {
                    best[from] = whole;
                    next[from] = to;
                }
            }
        }
        return walk(next);
    }

    private List<FrameRange> walk(int[] next) {
        List<FrameRange> sent = new ArrayList<>();
        int at = 0;
        while (next[at] != END) {
            Seam seam = seams.get(next[at]);
            sent.add(new FrameRange(seams.get(at).start(), seam.endBefore()));
            at = next[at];
        }
        sent.add(new FrameRange(seams.get(at).start(), table.frames()));
        return sent;
    }

    private long length(int start, int end) {
        return table.durationMicros(start, end) + marginMicros;
    }

    private Weight chunk(int start, int end) {
        int within = Math.max(0, place(end) - place(start + 1));
        return new Weight(prices.charge(length(start, end)).value(), within, 1);
    }

    /** The first scene that starts at or after a frame. */
    private int place(int frame) {
        int found = Arrays.binarySearch(scenes, frame);
        return found >= 0 ? found : -found - 1;
    }
}
