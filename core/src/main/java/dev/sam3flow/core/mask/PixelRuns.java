package dev.sam3flow.core.mask;

import java.util.Arrays;

/** Between runs and pictures of a byte a pixel or a bit a pixel. The order is that of the runs. */
final class PixelRuns {
    /** Runs are copied from these, in pieces that stay in the nearest cache. */
    private static final byte[] BACKGROUND = new byte[1 << 12];

    private static final byte[] FOREGROUND = new byte[BACKGROUND.length];

    static {
        Arrays.fill(FOREGROUND, (byte) 1);
    }

    /** Runs that are shorter are not worth a call. */
    private static final int SHORT = 32;

    /** How many pixels after a change the next one is looked for pixel by pixel. */
    private static final int NEAR = 12;

    /** Background that is set at once, in pixels. */
    private static final int PIECE = 1 << 15;

    private PixelRuns() {}

    /** Draws all runs. Background is set a piece ahead of the foreground, so that both meet in the cache. */
    static void draw(int[] ends, int count, byte[] pixels) {
        int total = ends[count - 1];
        int cleared = 0;
        for (int i = 1; i < count; i += 2) {
            if (ends[i] > cleared) {
                int to = Math.min(total, Math.max(ends[i], cleared + PIECE));
                clear(pixels, cleared, to);
                cleared = to;
            }
            paintRun(pixels, ends[i - 1], ends[i], FOREGROUND);
        }
        clear(pixels, cleared, total);
    }

    /** A loop of its own: Arrays.fill is one too on JDK 17, and shaped by everybody's calls. */
    private static void clear(byte[] pixels, int from, int to) {
        for (int i = from; i < to; i++) {
            pixels[i] = 0;
        }
    }

    /** Sets the pixels of the foreground runs to 0 or 1 and leaves the others alone. */
    static void paint(int[] ends, int count, byte[] pixels, int value) {
        byte[] colour = value == 0 ? BACKGROUND : FOREGROUND;
        for (int i = 1; i < count; i += 2) {
            paintRun(pixels, ends[i - 1], ends[i], colour);
        }
    }

    private static void paintRun(byte[] pixels, int start, int end, byte[] colour) {
        if (end - start < SHORT) {
            for (int i = start; i < end; i++) {
                pixels[i] = colour[0];
            }
            return;
        }
        int at = start;
        while (end - at > colour.length) {
            System.arraycopy(colour, 0, pixels, at, colour.length);
            at += colour.length;
        }
        System.arraycopy(colour, 0, pixels, at, end - at);
    }

    /** Sets the bits of the foreground runs; pixel i is bit i % 64 of word i / 64. */
    static void paint(int[] ends, int count, long[] words) {
        for (int i = 1; i < count; i += 2) {
            int first = ends[i - 1] >> 6;
            int last = ends[i] - 1 >> 6;
            long fromStart = -1L << ends[i - 1];
            long toEnd = -1L >>> -ends[i];
            if (first == last) {
                words[first] |= fromStart & toEnd;
            } else {
                words[first] |= fromStart;
                Arrays.fill(words, first + 1, last, -1L);
                words[last] |= toEnd;
            }
        }
    }

    /**
     * Run ends of a picture of bytes; every value but 0 is foreground. A pixel that differs from the one before is
     * looked for by comparing the array with itself, one place on; close to a change, where the next one often is, pixel
     * by pixel.
     */
    static int[] scan(byte[] pixels, int length) {
        Changes changes = new Changes();
        boolean foreground = false;
        int near = NEAR;
        int at = 0;
        while (at < length) {
            if ((pixels[at] != 0) != foreground) {
                foreground = !foreground;
                changes.add(at);
                near = at + NEAR;
            }
            if (at >= near) {
                int distance = Arrays.mismatch(pixels, at, length - 1, pixels, at + 1, length);
                if (distance < 0) {
                    break;
                }
                at += distance;
            }
            at++;
        }
        return changes.toEnds(length);
    }

    /** Run ends of packed bits, of which there are {@code length}. */
    static int[] scan(long[] words, int length) {
        Changes changes = new Changes();
        long before = 0;
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            changes.addAll(word ^ (word << 1 | before), i << 6);
            before = word >>> 63;
        }
        if (words.length << 6 < length) {
            changes.addAll(before, words.length << 6);
        }
        return changes.toEnds(length);
    }

    /** Collects the places where the colour changes. */
    private static final class Changes {
        private int[] places = new int[256];
        private int used;

        void add(int place) {
            if (used == places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            places[used++] = place;
        }

        /** The places of the set bits, from an offset on. */
        void addAll(long bits, int offset) {
            if (used + 64 > places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            for (long left = bits; left != 0; left &= left - 1) {
                places[used++] = offset + Long.numberOfTrailingZeros(left);
            }
        }

        /** A last run of foreground ends where the picture does. */
        int[] toEnds(int length) {
            boolean endsInForeground = (used & 1) == 1;
            int[] ends = Arrays.copyOf(places, endsInForeground ? used + 2 : used + 1);
            ends[ends.length - 1] = length;
            ends[used] = length;
            return ends;
        }
    }
}
