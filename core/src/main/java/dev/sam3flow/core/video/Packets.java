package dev.sam3flow.core.video;

import java.util.Arrays;

/** The packets of a video stream in decoding order, as columns: 21 bytes each, so that half a day of video fits in memory. */
public final class Packets {
    private static final byte KEY = 1;
    private static final byte DISCARD = 2;

    private long[] pts = new long[1024];
    private long[] durations = new long[1024];
    private int[] sizes = new int[1024];
    private byte[] flags = new byte[1024];
    private int count;

    /** Adds a packet; the parts are those of {@link Packet}. */
    public void add(long ptsTicks, long durationTicks, int sizeBytes, boolean key, boolean discard) {
        if (count == pts.length) {
            int longer = count + (count >> 1);
            pts = Arrays.copyOf(pts, longer);
            durations = Arrays.copyOf(durations, longer);
            sizes = Arrays.copyOf(sizes, longer);
            flags = Arrays.copyOf(flags, longer);
        }
        pts[count] = ptsTicks;
        durations[count] = durationTicks;
        sizes[count] = sizeBytes;
        flags[count] = (byte) ((key ? KEY : 0) | (discard ? DISCARD : 0));
        count++;
    }

    public void add(Packet packet) {
        add(packet.pts(), packet.durationTicks(), packet.sizeBytes(), packet.key(), packet.discard());
    }

    public int count() {
        return count;
    }

    public long pts(int packet) {
        return pts[packet];
    }

    public long durationTicks(int packet) {
        return durations[packet];
    }

    public int sizeBytes(int packet) {
        return sizes[packet];
    }

    public boolean isKey(int packet) {
        return (flags[packet] & KEY) != 0;
    }

    /** Whether an edit list hides the packet. */
    public boolean isDiscard(int packet) {
        return (flags[packet] & DISCARD) != 0;
    }

    /** Numbers of the packets that are shown, by presentation time; in decoding order where times are equal. */
    int[] shownByTime() {
        int[] order = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (!isDiscard(i)) {
                order[n++] = i;
            }
        }
        int[] shown = Arrays.copyOf(order, n);
        return isRising(shown) ? shown : sorted(shown);
    }

    private boolean isRising(int[] order) {
        for (int i = 1; i < order.length; i++) {
            if (pts[order[i]] < pts[order[i - 1]]) {
                return false;
            }
        }
        return true;
    }

    /** Merges runs of 1, 2, 4 … packets: no object a packet, and no input is slow. */
    private int[] sorted(int[] order) {
        int[] from = order;
        int[] to = new int[order.length];
        for (int run = 1; run < order.length && run > 0; run <<= 1) {
            for (int start = 0; start < order.length; start += 2 * run) {
                merge(from, to, start, Math.min(start + run, order.length), Math.min(start + 2 * run, order.length));
            }
            int[] spare = from;
            from = to;
            to = spare;
        }
        return from;
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = left < middle && (right >= end || pts[from[left]] <= pts[from[right]]);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
