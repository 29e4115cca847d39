package dev.sam3flow.core.plan;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import java.util.Arrays;
import java.util.List;

/**
 * The places where a chunk may start, and for each where a chunk before it would end: at the first clean end after the
 * overlap. Numbered from 0, rising in both.
 */
final class CutTable {
    private final FrameTable table;
    private final long marginMicros;
    private final int[] starts;
    private final int[] ends;
    private final int count;
    private final long[] endTicks;

    /**
     * @param marginMicros by how much a chunk may turn out longer than the table says
     * @param needed a frame that is among the cuts however near the end it lies, if it is a safe one
     */
    CutTable(FrameTable table, long overlapMicros, long marginMicros, int needed) {
        this.table = table;
        this.marginMicros = marginMicros;
        int frames = table.frames();
        int[] found = new int[frames];
        int[] after = new int[frames];
        int n = 0;
        int end = 0;
        for (int i = 0; i < frames; i++) {
            if (!table.isSafeCut(i)) {
                continue;
            }
            end = Math.max(end, i);
            while (end < frames && !(table.isCleanEnd(end) && length(i, end) >= overlapMicros)) {
                end++;
            }
            if (i > 0 && end == frames && i != needed) {
                if (i > needed) {
                    break; // a chunk that reaches so far may as well have the rest
                }
                continue;
            }
            found[n] = i;
            after[n++] = end;
        }
        this.starts = found;
        this.ends = after;
        this.count = n;
        this.endTicks = new long[n];
        for (int i = 0; i < n; i++) {
            endTicks[i] = table.endPts(after[i]);
        }
    }

    private long length(int start, int end) {
        return end == start ? 0 : table.durationMicros(start, end);
    }

    boolean startsAtFirstFrame() {
        return count > 0 && starts[0] == 0;
    }

    int count() {
        return count;
    }

    /** The cut at a frame; negative where there is none. */
    int cutAt(int frame) {
        return Arrays.binarySearch(starts, 0, count, frame);
    }

    int frames() {
        return table.frames();
    }

    int start(int cut) {
        return starts[cut];
    }

    /** Where a chunk ends, exclusive, whose successor starts at this cut. */
    int endBefore(int cut) {
        return ends[cut];
    }

    /** First frame owned by a chunk that starts at this cut. */
    int firstOwned(int cut) {
        return cut == 0 ? 0 : ChunkPlanner.middle(starts[cut], ends[cut]);
    }

    /** Length of a chunk from one cut to just over another, margin included. */
    long lengthBefore(int from, int next) {
        return table.durationMicros(starts[from], ends[next]) + marginMicros;
    }

    /** Ticks from one cut to just over another. */
    long ticksBefore(int from, int next) {
        return endTicks[next] - table.pts(starts[from]);
    }

    /** The most ticks that are, margin added, no longer than this. */
    long ticks(long micros) {
        Fraction base = table.timeBase();
        return Math.floorDiv(
                Math.multiplyExact(Math.max(0, micros - marginMicros), base.denominator()),
                Math.multiplyExact(1_000_000L, base.numerator()));
    }

    /** Length of a chunk from a cut to the end of the video, margin included. */
    long lengthToEnd(int from) {
        return table.durationMicros(starts[from], table.frames()) + marginMicros;
    }

    long durationMicros(FrameRange range) {
        return table.durationMicros(range.startFrame(), range.endFrame());
    }

    /** The plan with its seams at scene cuts where that is no dearer. */
    List<FrameRange> alignedWith(int[] scenes, List<FrameRange> sent, PriceList prices, long capMicros) {
        return new SceneAlignment(table, marginMicros, prices, sent, scenes).find(capMicros);
    }

    List<Chunk> chunks(List<FrameRange> sent) {
        return ChunkPlanner.chunksOf(sent, table);
    }

    /**
     * How many chunks of at most this length it takes, 0 where it cannot be done: each goes as far as it can.
     *
     * @param needed a cut at which a chunk has to start; 0 for none but the first
     */
    int fewestChunks(long cap, int needed) {
        int chunks = 1;
        int at = 0;
        int next = 0;
        while (at < needed || lengthToEnd(at) > cap) {
            int last = at < needed ? needed : count - 1;
            while (next + 1 <= last && lengthBefore(at, next + 1) <= cap) {
                next++;
            }
            if (next == at || firstOwned(next) <= firstOwned(at)) {
                return 0;
            }
            at = next;
            chunks++;
        }
        return chunks;
    }
}
