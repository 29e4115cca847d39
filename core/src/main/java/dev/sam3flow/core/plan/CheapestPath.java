package dev.sam3flow.core.plan;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.video.FrameRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cheapest way from the first frame to the last, from cut to cut, found from the end backwards.
 *
 * <p>What is left of a video never costs more when it starts later. So of all next cuts that bill a chunk alike only the
 * farthest matters: at most one a billing step, 120 for the published price, however many cuts there are. Each of these
 * farthest cuts only moves backwards while the start does, which makes the whole search one walk a billing step.
 *
 * <p>The result is optimal for prices by started units and started seconds; for a price in exact proportion, where every plan
 * costs the same but for its overlaps, the overlaps may be a second longer than the best.
 */
final class CheapestPath {
    /** Hundredths of a billing unit that a chunk counts beside its charge. */
    static final int CHUNK_PENALTY = 45;
    /** So much that the number of chunks comes first and the charge second. */
    static final int CHUNKS_FIRST = 1_000_000;

    private static final long NONE = Long.MAX_VALUE;
    private static final int END = -1;

    private final CutTable cuts;
    private final PriceList prices;
    private final boolean byStep;
    private final int needed;

    /** @param needed a cut at which a chunk has to start; 0 for none but the first */
    CheapestPath(CutTable cuts, PriceList prices, int needed) {
        this.needed = needed;
        this.cuts = cuts;
        this.prices = prices;
        this.byStep = prices.rounding() != PriceList.Rounding.EXACT;
    }

    /** The frames each chunk sends; empty where some stretch without a cut is longer than the cap. */
    Optional<List<FrameRange>> find(long capMicros, int penalty) {
        int count = cuts.count();
        long[] steps = steps(capMicros);
        long[] limits = Arrays.stream(steps).map(cuts::ticks).toArray();
        long[] weights = Arrays.stream(steps).map(s -> weight(s, penalty)).toArray();
        int[] farthest = new int[steps.length];
        Arrays.fill(farthest, count - 1);
        long[] best = new long[count];
        int[] next = new int[count];
        for (int from = count - 1; from >= 0; from--) {
            long rest = cuts.lengthToEnd(from);
            boolean before = from < needed;
            best[from] = rest <= capMicros && !before ? weight(rest, penalty) : NONE;
            next[from] = END;
            for (int step = 0; step < steps.length; step++) {
                int to = before ? Math.min(needed, farthest[step]) : farthest[step];
                while (to > from && cuts.ticksBefore(from, to) > limits[step]) {
                    to--;
                }
                farthest[step] = to;
                if (to > from && best[to] != NONE && cuts.firstOwned(to) > cuts.firstOwned(from)) {
                    long total = best[to] + (byStep ? weights[step] : weight(cuts.lengthBefore(from, to), penalty));
                    if (total < best[from]) {
                        best[from] = total;
                        next[from] = to;
                    }
                }
            }
        }
        return best[0] == NONE ? Optional.empty() : Optional.of(walk(next));
    }

    private List<FrameRange> walk(int[] next) {
        List<FrameRange> sent = new ArrayList<>();
        int at = 0;
        while (next[at] != END) {
            sent.add(new FrameRange(cuts.start(at), cuts.endBefore(next[at])));
            at = next[at];
        }
        sent.add(new FrameRange(cuts.start(at), cuts.frames()));
        return sent;
    }

    /** Charge and penalty in hundredths of a micro-USD; a chunk counts for something even where predictions are free. */
    private long weight(long durationMicros, int penalty) {
        long charge = prices.charge(durationMicros).value();
        return charge * 100 + Math.max(1, penalty * prices.perUnit().value());
    }

    /** The lengths up to which a chunk is billed alike, rising; the last is the cap. */
    private long[] steps(long capMicros) {
        long step = prices.rounding() == PriceList.Rounding.STARTED_UNITS ? prices.unitMicros() : 1_000_000;
        int count = Math.toIntExact(Math.max(1, (capMicros + step - 1) / step));
        long[] steps = new long[count];
        for (int i = 0; i < count; i++) {
            steps[i] = Math.min(capMicros, (i + 1) * step);
        }
        return steps;
    }
}
