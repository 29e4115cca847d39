package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;

/** Run ends from numbers that come from outside, with every check. The order of the pixels is the caller's. */
final class RunNumbers {
    private RunNumbers() {}

    static int[] ofCounts(FrameSize size, int[] counts, int used) {
        int total = size.pixels();
        RunBuilder runs = new RunBuilder(used);
        for (int i = 0; i < used; i++) {
            int left = total - runs.position();
            if (counts[i] < 0 || counts[i] > left) {
                throw new MalformedRleException(
                        i, "count " + counts[i] + " does not fit the " + left + " pixels left of the frame " + size);
            }
            runs.add((i & 1) == 1, counts[i]);
        }
        if (used > 0 && runs.position() != total) {
            throw new MalformedRleException(
                    used, "the counts sum to " + runs.position() + ", the frame " + size + " has " + total + " pixels");
        }
        return runs.finish(total);
    }

    static int[] ofPairs(FrameSize size, int[] startLength, int used, int base) {
        if (base != 0 && base != 1) {
            throw new IllegalArgumentException("base " + base + ": the first pixel's number must be 0 or 1");
        }
        if ((used & 1) == 1) {
            throw new MalformedRleException(used, used + " numbers: start/length pairs need an even count");
        }
        int total = size.pixels();
        RunBuilder runs = new RunBuilder(used);
        for (int i = 0; i < used; i += 2) {
            long start = (long) startLength[i] - base;
            int length = startLength[i + 1];
            if (start < runs.position()) {
                throw new MalformedRleException(
                        i,
                        "start " + startLength[i] + " lies before pixel " + (runs.position() + base)
                                + ", which is next");
            }
            if (length < 1 || start + length > total) {
                throw new MalformedRleException(
                        i + 1,
                        "length " + length + " from start " + startLength[i] + " does not fit the frame " + size
                                + " of " + total + " pixels");
            }
            runs.addInterval((int) start, (int) start + length);
        }
        return runs.finish(total);
    }
}
