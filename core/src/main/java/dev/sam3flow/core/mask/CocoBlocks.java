package dev.sam3flow.core.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The quick way through COCO text, eight characters a step. It accepts only text without any fault or empty run (but
 * for the first), and does not say what is wrong with other text.
 */
final class CocoBlocks {
    /** Numbers that may be written beyond the last one that counts. */
    static final int SLACK = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long MORE = 0x20 * EACH_BYTE;
    /** Characters of which each says that more follow, as many as a block has. */
    private static final long ENDLESS = 0x50 * EACH_BYTE;

    /**
     * For each pattern of "which of eight characters end a number": the left shifts that bring the top bit of the first,
     * second, … number to the top of a long, a byte each; 0 where a number has more than six characters.
     */
    private static final long[] SHIFTS = new long[256];

    static {
        for (int pattern = 0; pattern < 256; pattern++) {
            if ((pattern & 0x3f) == 0 || pattern == 0x81) {
                continue;
            }
            int number = 0;
            for (int character = 0; character < 8; character++) {
                if ((pattern >> character & 1) == 1) {
                    SHIFTS[pattern] |= (59L - 5 * character) << 8 * number++;
                }
            }
        }
    }

    private CocoBlocks() {}

    /**
     * Reads the run ends of a text.
     *
     * @return how many there are, or -1 when a character is wrong, a number too long, a run (but for the first) empty or
     *     negative, or the sum is not {@code total}
     */
    static int readEnds(byte[] text, int from, int to, int total, int[] ends) {
        int used = readNumbers(text, from, to, ends);
        return used > 0 && sumUp(ends, used) && ends[used - 1] == total ? used : -1;
    }

    /** Returns how many numbers there are, or -1 when a character is wrong or a number too long. */
    private static int readNumbers(byte[] text, int from, int to, int[] numbers) {
        int at = from;
        int used = 0;
        long faults = 0;
        while (at <= to - 8) {
            // adding 16 moves '0'..'o' to 64..127: bits 7 and 6 are then 0 and 1, the lower six are the group
            long groups = (long) LONG.get(text, at) + 0x10 * EACH_BYTE;
            faults |= groups ^ 0x40 * EACH_BYTE;
            long stops = ~groups & MORE;
            if (!cut(groups, stops, numbers, used)) {
                return -1;
            }
            used += Long.bitCount(stops);
            at += 8 - (Long.numberOfLeadingZeros(stops) >>> 3);
        }
        if (at < to) {
            long groups = ENDLESS;
            for (int i = to - 1; i >= at; i--) {
                groups = groups << 8 | text[i] & 0xff;
            }
            groups += 0x10 * EACH_BYTE;
            faults |= groups ^ 0x40 * EACH_BYTE;
            long stops = ~groups & MORE;
            if (8 - (Long.numberOfLeadingZeros(stops) >>> 3) != to - at || !cut(groups, stops, numbers, used)) {
                return -1;
            }
            used += Long.bitCount(stops);
        }
        return (faults & 0xc0c0c0c0c0c0c0c0L) == 0 ? used : -1;
    }

    /**
     * Cuts eight groups into numbers; writes eight of them or, when there are not more, four.
     *
     * @return false when a number is too long
     */
    private static boolean cut(long groups, long stops, int[] numbers, int at) {
        if (stops == MORE) {
            for (int i = 0; i < 8; i++) {
                numbers[at + i] = (int) (groups << 59 - 8 * i >> 59);
            }
            return true;
        }
        // the product gathers the eight stop bits in its top byte
        long shifts = SHIFTS[(int) ((stops >>> 5) * 0x0102040810204080L >>> 56)];
        if (shifts == 0) {
            return false;
        }
        long bits = joined(groups & 0x1f * EACH_BYTE);
        numbers[at] = (int) (bits << shifts >> shifts);
        numbers[at + 1] = next(bits, shifts);
        numbers[at + 2] = next(bits, shifts >>> 8);
        numbers[at + 3] = next(bits, shifts >>> 16);
        if (Long.bitCount(stops) > 4) {
            numbers[at + 4] = next(bits, shifts >>> 24);
            numbers[at + 5] = next(bits, shifts >>> 32);
            numbers[at + 6] = next(bits, shifts >>> 40);
            numbers[at + 7] = next(bits, shifts >>> 48);
        }
        return true;
    }

    /** Eight groups of five bits moved together to forty bits. */
    private static long joined(long groups) {
        long pairs = groups & 0x001f001f001f001fL | groups >>> 3 & 0x03e003e003e003e0L;
        long quads = pairs & 0x000003ff000003ffL | pairs >>> 6 & 0x000ffc00000ffc00L;
        return quads & 0x00000000000fffffL | quads >>> 12 & 0x000000fffff00000L;
    }

    /**
     * The number after the one whose shift is the lowest byte. Shift distances count modulo 64; the number's own start
     * is where the one before it ends.
     */
    private static int next(long bits, long shifts) {
        long own = shifts >>> 8;
        return (int) (bits << own >> own - shifts);
    }

    /**
     * Makes counts of differences and ends of counts, in place.
     *
     * @return whether the ends rise
     */
    private static boolean sumUp(int[] numbers, int used) {
        int end = numbers[0];
        int faults = end;
        int foreground = 0;
        int background = 0;
        int i = 1;
        for (; i < used - 1; i += 2) {
            foreground += numbers[i];
            end += foreground;
            numbers[i] = end;
            faults |= end | foreground - 1;
            background += numbers[i + 1];
            end += background;
            numbers[i + 1] = end;
            faults |= end | background - 1;
        }
        if (i < used) {
            foreground += numbers[i];
            end += foreground;
            numbers[i] = end;
            faults |= end | foreground - 1;
        }
        return faults >= 0;
    }
}
