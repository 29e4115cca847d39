package dev.sam3flow.core.video;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The frames of a video in presentation order: frame {@code i} is the {@code i}-th shown, counted from 0.
 *
 * <p>Built from one scan of the container's packets. Packets hidden by an edit list (discard flag) have no index. All
 * times are ticks of {@link #timeBase()}; no arithmetic with times decides which frame is which.
 */
public final class FrameTable {
    private static final byte KEY = 1;
    private static final byte SAFE_CUT = 2;
    private static final byte CLEAN_END = 4;

    private final Fraction timeBase;
    private final long[] pts;
    private final int[] sizes;
    private final byte[] flags;
    private final long lastDuration;

    private FrameTable(Fraction timeBase, long[] pts, int[] sizes, byte[] flags, long lastDuration) {
        this.timeBase = timeBase;
        this.pts = pts;
        this.sizes = sizes;
        this.flags = flags;
        this.lastDuration = lastDuration;
    }

    /** As {@link #ofPackets(Fraction, Packets)}, for few packets. */
    public static FrameTable ofPackets(Fraction timeBase, List<Packet> packets) {
        Packets columns = new Packets();
        packets.forEach(columns::add);
        return ofPackets(timeBase, columns);
    }

    /**
     * Builds the table of packets given in decoding order.
     *
     * <p>A <em>clean end</em> is a place in the stream before which only earlier times stand than after it. A
     * <em>safe cut</em> is a clean end whose next packet is a key frame that is also shown next.
     *
     * @throws InvalidInputException if there is no frame, or two frames share a presentation time
     */
    public static FrameTable ofPackets(Fraction timeBase, Packets packets) {
        int[] order = packets.shownByTime();
        int n = order.length;
        if (n == 0) {
            throw new InvalidInputException("the video has no frame: give a file with at least one video frame");
        }
        long[] pts = new long[n];
        int[] sizes = new int[n];
        byte[] flags = new byte[n];
        markPlaces(packets, flags);
        for (int i = 0; i < n; i++) {
            pts[i] = packets.pts(order[i]);
            if (i > 0 && pts[i] == pts[i - 1]) {
                throw new InvalidInputException("two frames share the presentation time " + pts[i] + " (frame " + i
                        + "): the video has to be normalised");
            }
            sizes[i] = packets.sizeBytes(order[i]);
            flags[i] |= packets.isKey(order[i]) ? KEY : 0;
        }
        long last = packets.durationTicks(order[n - 1]);
        long fallback = n > 1 ? pts[n - 1] - pts[n - 2] : 1;
        return new FrameTable(timeBase, pts, sizes, flags, last > 0 ? last : fallback);
    }

    /** Flags the frame indexes before which decoding order and presentation order have had the same frames. */
    private static void markPlaces(Packets packets, byte[] flags) {
        int n = packets.count();
        long[] minFrom = new long[n + 1];
        minFrom[n] = Long.MAX_VALUE;
        for (int i = n - 1; i >= 0; i--) {
            minFrom[i] = Math.min(minFrom[i + 1], packets.pts(i));
        }
        long maxBefore = Long.MIN_VALUE;
        int shownBefore = 0;
        for (int i = 0; i < n; i++) {
            if (maxBefore < minFrom[i] && !packets.isDiscard(i)) {
                boolean safe = packets.isKey(i) && packets.pts(i) < minFrom[i + 1];
                flags[shownBefore] |= CLEAN_END | (safe ? SAFE_CUT : 0);
            }
            maxBefore = Math.max(maxBefore, packets.pts(i));
            shownBefore += packets.isDiscard(i) ? 0 : 1;
        }
    }

    /**
     * Rebuilds a table from stored columns, all in presentation order.
     *
     * @param flags per frame: 1 key frame, 2 safe cut, 4 clean end, added up
     */
    public static FrameTable ofColumns(Fraction timeBase, long[] pts, int[] sizes, byte[] flags, long lastDuration) {
        if (pts.length == 0 || sizes.length != pts.length || flags.length != pts.length) {
            throw new IllegalArgumentException("columns of " + pts.length + ", " + sizes.length + " and " + flags.length
                    + " frames: must have the same length, at least 1");
        }
        return new FrameTable(timeBase, pts.clone(), sizes.clone(), flags.clone(), lastDuration);
    }

    /** Number of frames, at least 1. */
    public int frames() {
        return pts.length;
    }

    /** Seconds a tick. */
    public Fraction timeBase() {
        return timeBase;
    }

    /** Presentation time of a frame in ticks. */
    public long pts(int frameIndex) {
        return pts[frameIndex];
    }

    /** Size of a frame's packet in bytes. */
    public int sizeBytes(int frameIndex) {
        return sizes[frameIndex];
    }

    /** Flags of a frame as {@link #ofColumns} takes them. */
    public byte flags(int frameIndex) {
        return flags[frameIndex];
    }

    /** How long the last frame is shown, in ticks. */
    public long lastDuration() {
        return lastDuration;
    }

    public boolean isKey(int frameIndex) {
        return (flags[frameIndex] & KEY) != 0;
    }

    /** A copy of the stream may start at this frame. */
    public boolean isSafeCut(int frameIndex) {
        return (flags[frameIndex] & SAFE_CUT) != 0;
    }

    /** A copy of the stream may end before this frame; the number of frames itself is always a clean end. */
    public boolean isCleanEnd(int endFrame) {
        return endFrame == pts.length || (flags[endFrame] & CLEAN_END) != 0;
    }

    /** Presentation time of the end of {@code endFrame - 1}, in ticks; {@code endFrame} is exclusive. */
    public long endPts(int endFrame) {
        return endFrame == pts.length ? pts[endFrame - 1] + lastDuration : pts[endFrame];
    }

    /** Length of the frames [startFrame, endFrame) in microseconds, rounded up. */
    public long durationMicros(int startFrame, int endFrame) {
        long ticks = endPts(endFrame) - pts[startFrame];
        return ticksToMicros(ticks);
    }

    /** Length of the whole video in microseconds, rounded up. */
    public long durationMicros() {
        return durationMicros(0, pts.length);
    }

    /** Time of a frame from the first frame on, in microseconds, rounded down. */
    public long timeMicros(int frameIndex) {
        long ticks = pts[frameIndex] - pts[0];
        return Math.floorDiv(
                Math.multiplyExact(Math.multiplyExact(ticks, timeBase.numerator()), 1_000_000L),
                timeBase.denominator());
    }

    private long ticksToMicros(long ticks) {
        long scaled = Math.multiplyExact(Math.multiplyExact(ticks, timeBase.numerator()), 1_000_000L);
        return -Math.floorDiv(-scaled, timeBase.denominator());
    }

    /** A table of the same frames in which a cut is safe where {@code mayCut} says so, as after normalising. */
    public FrameTable withCuts(IntPredicate mayCut) {
        byte[] changed = new byte[flags.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = (byte) (CLEAN_END | (i == 0 || mayCut.test(i) ? KEY | SAFE_CUT : 0));
        }
        return new FrameTable(timeBase, pts, sizes, changed, lastDuration);
    }
}
