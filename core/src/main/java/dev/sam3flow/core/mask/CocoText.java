package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;
import java.util.Arrays;

/**
 * COCO's compressed text: counts of alternating runs in column-major order, run 0 background; from the fourth count on
 * the difference to the count two before; each number in groups of five bits, lowest first, one character a group
 * ('0' + group, + 32 when more groups follow), the last group's top bit being the sign.
 */
final class CocoText {
    private static final int LONGEST_NUMBER = 6;

    private CocoText() {}

    /**
     * Run ends of a text.
     *
     * @throws MalformedRleException with the offset, counted from {@code from}, of the number that is wrong
     */
    static int[] decode(byte[] text, int from, int to, FrameSize size) {
        int total = size.pixels();
        if (from == to) {
            return new int[] {total};
        }
        int[] ends = new int[to - from];
        int used = 0;
        int at = from;
        long position = 0;
        long beforeLast = 0;
        long last = 0;
        while (at < to) {
            int start = at;
            long number = 0;
            int shift = 0;
            int group;
            do {
                if (at == to) {
                    throw malformed(start - from, "the text ends within a number");
                }
                group = text[at++] - '0';
                if (group < 0 || group > 63) {
                    throw malformed(
                            at - 1 - from, "byte " + text[at - 1] + " is not a character of COCO text, '0' to 'o'");
                }
                if (at - start > LONGEST_NUMBER) {
                    throw malformed(start - from, "a number has more than " + LONGEST_NUMBER + " characters");
                }
                number |= (long) (group & 31) << shift;
                shift += 5;
            } while (group > 31);
            if ((group & 16) != 0) {
                number -= 1L << shift;
            }
            long count = used > 2 ? number + beforeLast : number;
            if (count < 0) {
                throw malformed(start - from, "count " + used + " is negative: " + count);
            }
            position += count;
            if (position > total) {
                throw malformed(start - from, "the counts exceed the " + total + " pixels of the frame " + size);
            }
            ends[used++] = (int) position;
            beforeLast = last;
            last = count;
        }
        if (position != total) {
            throw malformed(
                    to - from, "the counts sum to " + position + ", the frame " + size + " has " + total + " pixels");
        }
        return canonical(Arrays.copyOf(ends, used));
    }

    /** Without empty runs, but for a first one. */
    static int[] canonical(int[] ends) {
        boolean clean = true;
        for (int i = 1; i < ends.length; i++) {
            clean &= ends[i] > ends[i - 1];
        }
        if (clean) {
            return ends;
        }
        RunBuilder runs = new RunBuilder(ends.length);
        for (int i = 0; i < ends.length; i++) {
            runs.add((i & 1) == 1, ends[i] - (i == 0 ? 0 : ends[i - 1]));
        }
        return runs.finish(ends[ends.length - 1]);
    }

    /** Characters of the text, written from {@code at}; returns the offset after the last. Six bytes a run suffice. */
    static int encode(int[] ends, byte[] text, int at) {
        int before = 0;
        int last = 0;
        int previousEnd = 0;
        for (int i = 0; i < ends.length; i++) {
            int count = ends[i] - previousEnd;
            int number = i > 2 ? count - before : count;
            boolean more;
            do {
                int group = number & 31;
                number >>= 5;
                more = number != ((group & 16) != 0 ? -1 : 0);
                text[at++] = (byte) ('0' + (more ? group | 32 : group));
            } while (more);
            previousEnd = ends[i];
            before = last;
            last = count;
        }
        return at;
    }

    private static MalformedRleException malformed(long offset, String reason) {
        return new MalformedRleException(offset, reason);
    }
}
