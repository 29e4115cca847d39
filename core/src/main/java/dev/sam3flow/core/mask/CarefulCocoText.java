package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;

/** Reads COCO text number by number, joins empty runs away, and says where text that is no mask goes wrong. */
final class CarefulCocoText {
    private final byte[] text;
    private final int from;
    private final int to;
    private int at;

    private CarefulCocoText(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    /**
     * Run ends of the text; no text is an empty mask.
     *
     * @throws MalformedRleException with the offset, counted from {@code from}, of the number that is wrong
     */
    static int[] decode(byte[] text, int from, int to, FrameSize size) {
        return new CarefulCocoText(text, from, to).decode(size);
    }

    private int[] decode(FrameSize size) {
        int total = size.pixels();
        RunBuilder runs = new RunBuilder(64);
        long beforeLast = 0;
        long last = 0;
        for (int i = 0; at < to; i++) {
            int start = at;
            long number = nextNumber();
            long count = i > 2 ? number + beforeLast : number;
            if (count < 0) {
                throw malformed(start, "count " + i + " is negative: " + count);
            }
            if (count > total - runs.position()) {
                throw malformed(start, "the counts exceed the " + total + " pixels of the frame " + size);
            }
            runs.add((i & 1) == 1, (int) count);
            beforeLast = last;
            last = count;
        }
        if (to > from && runs.position() != total) {
            throw malformed(
                    to, "the counts sum to " + runs.position() + ", the frame " + size + " has " + total + " pixels");
        }
        return runs.finish(total);
    }

    private long nextNumber() {
        int start = at;
        long number = 0;
        int shift = 0;
        int group;
        do {
            if (at == to) {
                throw malformed(start, "the text ends within a number");
            }
            group = text[at] - '0';
            if (group < 0 || group > 63) {
                throw malformed(at, "byte " + text[at] + " is not a character of COCO text, '0' to 'o'");
            }
            at++;
            if (at - start > CocoText.LONGEST_NUMBER) {
                throw malformed(start, "a number has more than " + CocoText.LONGEST_NUMBER + " characters");
            }
            number |= (long) (group & 31) << shift;
            shift += 5;
        } while (group > 31);
        return (group & 16) == 0 ? number : number - (1L << shift);
    }

    private MalformedRleException malformed(int offset, String reason) {
        return new MalformedRleException(offset - from, reason);
    }
}
