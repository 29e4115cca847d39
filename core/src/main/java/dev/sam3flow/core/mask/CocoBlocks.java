package dev.sam3flow.core.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The inner loops of COCO text: eight characters a step in, one table look-up a count out. */
final class CocoBlocks {
    /** Numbers or characters that may be written beyond the last one that counts. */
    static final int SLACK = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long MORE = 0x20 * EACH_BYTE;
    private static final long FIRST_SIX_MORE = MORE >>> 16;

    /**
     * For each pattern of "which of eight characters end a number": the left shifts that bring the top bit of the first,
     * second, … number to the top of a long, a byte each.
     */
    private static final long[] SHIFTS = new long[256];

    static {
        for (int pattern = 0; pattern < 256; pattern++) {
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
     * Reads the run ends of a text: differences become counts and counts become ends on the way.
     *
     * @return how many there are, or -1 when a character is wrong, a number too long, a run (but for the first) empty or
     *     negative, or the sum is not {@code total}
     */
    static int readEnds(byte[] text, int from, int to, int total, int[] ends) {
        int at = from + lengthOfNumber(text, from, to);
        if (at == from) {
            return -1;
        }
        int end = number(text, from, at);
        ends[0] = end;
        int used = 1;
        // the counts before the last and last; the differences of the first two of all are to 0
        int even = 0;
        int odd = 0;
        long faults = 0;
        while (at <= to - 8) {
            // adding 16 moves '0'..'o' to 64..127: bits 7 and 6 are then 0 and 1, the lower six are the group
            long groups = (long) LONG.get(text, at) + 0x10 * EACH_BYTE;
            faults |= groups ^ 0x40 * EACH_BYTE;
            long stops = ~groups & MORE;
            if ((stops & FIRST_SIX_MORE) == 0) {
                return -1;
            }
            at += 8 - (Long.numberOfLeadingZeros(stops) >>> 3);
            long bits = joined(groups & 0x1f * EACH_BYTE);
            // the product gathers the eight stop bits in its top byte
            long shifts = SHIFTS[(int) ((stops >>> 5) * 0x0102040810204080L >>> 56)];
            int found = Long.bitCount(stops);
            ends[used] = end += even += (int) (bits << shifts >> shifts);
            ends[used + 1] = end += odd += next(bits, shifts);
            ends[used + 2] = end += even += next(bits, shifts >>> 8);
            ends[used + 3] = end += odd += next(bits, shifts >>> 16);
            if (found > 4) {
                ends[used + 4] = end += even += next(bits, shifts >>> 24);
                ends[used + 5] = end += odd += next(bits, shifts >>> 32);
                ends[used + 6] = end += even += next(bits, shifts >>> 40);
                ends[used + 7] = end += odd += next(bits, shifts >>> 48);
            }
            // more was written than found: what counts is taken back from the last that was found
            used += found;
            end = ends[used - 1];
            odd = end - ends[used - 2];
            even = used > 2 ? ends[used - 2] - ends[used - 3] : 0;
        }
        while (at < to) {
            int start = at;
            at += lengthOfNumber(text, at, to);
            if (at == start) {
                return -1;
            }
            int count = even + number(text, start, at);
            even = odd;
            odd = count;
            ends[used++] = end += count;
        }
        return (faults & 0xc0c0c0c0c0c0c0c0L) == 0 && end == total && isRising(ends, used) ? used : -1;
    }

    private static boolean isRising(int[] ends, int count) {
        int faults = ends[0];
        for (int i = 1; i < count; i++) {
            faults |= ends[i] | ends[i] - ends[i - 1] - 1;
        }
        return faults >= 0;
    }

    /** Characters of the number that begins here, or 0 when it is not one. */
    private static int lengthOfNumber(byte[] text, int from, int to) {
        int longest = Math.min(to, from + CocoText.LONGEST_NUMBER);
        for (int at = from; at < longest; at++) {
            int group = text[at] - '0';
            if (group < 0 || group > 63) {
                return 0;
            }
            if (group < 32) {
                return at + 1 - from;
            }
        }
        return 0;
    }

    private static int number(byte[] text, int from, int to) {
        int number = 0;
        for (int at = to - 1; at >= from; at--) {
            number = number << 5 | text[at] - '0' & 31;
        }
        int unused = 32 - 5 * (to - from);
        return number << unused >> unused;
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

    private static final int TABLE_REACH = 512;

    /** The one or two characters of the numbers -512 to 511, and their length in the top byte. */
    private static final int[] CHARACTERS = new int[2 * TABLE_REACH];

    static {
        for (int number = -TABLE_REACH; number < TABLE_REACH; number++) {
            boolean one = number >= -16 && number < 16;
            int low = '0' + (number & 31) + (one ? 0 : 32);
            int high = '0' + (number >> 5 & 31);
            CHARACTERS[number + TABLE_REACH] = one ? low | 1 << 24 : low | high << 8 | 2 << 24;
        }
    }

    /** Writes counts, given as run ends, from {@code at} on; returns the offset after the last character. */
    static int writeCounts(int[] ends, int count, byte[] text, int at) {
        int end = 0;
        int last = 0;
        int beforeLast = 0;
        for (int i = 0; i < count; i++) {
            int length = ends[i] - end;
            int index = (i > 2 ? length - beforeLast : length) + TABLE_REACH;
            while ((index & -2 * TABLE_REACH) != 0) {
                // five bits, and more to follow
                text[at++] = (byte) ('0' + 32 + (index & 31));
                index = (index - TABLE_REACH >> 5) + TABLE_REACH;
            }
            int characters = CHARACTERS[index];
            INT.set(text, at, characters);
            at += characters >>> 24;
            end = ends[i];
            beforeLast = last;
            last = length;
        }
        return at;
    }
}
