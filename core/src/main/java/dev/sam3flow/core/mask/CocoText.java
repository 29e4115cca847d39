package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;

/**
 * COCO's compressed text: counts of alternating runs in column-major order, run 0 background; from the fourth count on
 * the difference to the count two before; each number in groups of five bits, lowest first, one character a group
 * ('0' + group, + 32 when more groups follow), the last group's top bit being the sign.
 *
 * <p>Reading goes twice over the text at most. The quick way accepts only text without any fault or empty run; all
 * other text is read again, number by number, for its meaning or for what is wrong with it.
 */
final class CocoText {
    /** Characters of the longest number: a count or difference of up to 2^28. */
    static final int LONGEST_NUMBER = 6;

    private CocoText() {}

    /**
     * Reads run ends into {@code ends}, which needs {@link #room} numbers.
     *
     * @return how many run ends there are, an odd number
     * @throws MalformedRleException with the offset, counted from {@code from}, of the number that is wrong
     */
    static int decode(byte[] text, int from, int to, FrameSize size, int[] ends) {
        int total = size.pixels();
        int count = CocoBlocks.readEnds(text, from, to, total, ends);
        if (count < 0) {
            int[] careful = CarefulCocoText.decode(text, from, to, size);
            System.arraycopy(careful, 0, ends, 0, careful.length);
            return careful.length;
        }
        if ((count & 1) == 0) {
            ends[count++] = total;
        }
        return count;
    }

    /** Numbers that {@link #decode} may write for a text of this length. */
    static int room(int textLength) {
        return textLength + CocoBlocks.SLACK + 2;
    }

    /** Characters that {@link CocoCharacters#write} may write for so many run ends. */
    static int roomForText(int count) {
        return LONGEST_NUMBER * count + CocoCharacters.SLACK;
    }

    /** As {@link #roomForText}, with every character but a number's last one escaped. */
    static int roomForJson(int count) {
        return (2 * LONGEST_NUMBER - 1) * count + CocoCharacters.SLACK;
    }
}
