package dev.sam3flow.core.mask;

import java.util.Arrays;

/**
 * Turns runs along lines into runs across them, without drawing. A run across the lines begins or ends where a pixel
 * differs from the one before it in the same place of the line; that is, where the picture differs from itself moved on
 * by one line. Those pixels come line by line; a counting sort puts them in order across the lines.
 */
final class RunOrder {
    /** Enough for the line after the last: {@link FrameSize#MAX_SIDE} is 2^14. */
    private static final int LINE_BITS = 15;

    private static final int NEXT_PLACE = 1 << LINE_BITS;
    /** Neighbouring lines mostly differ by less than this many pixels on end. */
    private static final int SHORT = 4;

    /** A position times {@code 2^INVERSE_BITS / lineLength} is exact in a long and in its upper bits: sides have 14 bits. */
    private static final int INVERSE_BITS = 43;

    private int[] edges = {};
    /** Place in the line (upper bits) and line of each change. */
    private int[] changes = {};

    private int[] next = {};
    private int[] turned = {};
    private int lineLength;
    private long inverse;
    private int used;

    /**
     * Run ends in the other order.
     *
     * @param ends ends of runs along {@code lines} lines of {@code lineLength} pixels, of which {@code count} count
     * @return ends of the same picture's runs, across the lines
     */
    static int[] turn(int[] ends, int count, int lineLength, int lines) {
        RunOrder order = new RunOrder();
        int across = order.turnAround(ends, count, lineLength, lines);
        return Arrays.copyOf(order.turned, across);
    }

    /** The same without garbage: the new ends are in {@link #turned} until the next turn; returns how many count. */
    int turnAround(int[] ends, int count, int length, int lines) {
        lineLength = length;
        inverse = (1L << INVERSE_BITS) / length + 1;
        used = 0;
        edges = room(edges, 2 * count);
        changes = room(changes, 4 * count);
        addChanges(differences(ends, count - 1, length, edges));
        sort(lines);
        return ColumnChanges.join(turned, used, length * lines);
    }

    int[] turned() {
        return turned;
    }

    private static int[] room(int[] array, int wanted) {
        return array.length < wanted ? new int[wanted + wanted / 2] : array;
    }

    /**
     * Where the picture begins and ends to differ from itself moved on by one line: the edges of both in order, without
     * those that fall together.
     *
     * @return how many edges there are, an even number
     */
    static int differences(int[] ends, int count, int lineLength, int[] edges) {
        int used = 0;
        int i = 0;
        int j = 0;
        while (i < count) {
            int own = ends[i];
            int moved = ends[j] + lineLength;
            edges[used] = Math.min(own, moved);
            // which of the two comes first is past predicting, so the sign bit counts and no branch is taken
            int gap = own - moved;
            i += gap - 1 >>> 31;
            j += ~gap >>> 31;
            used += (gap | -gap) >>> 31;
        }
        while (j < count) {
            edges[used++] = ends[j++] + lineLength;
        }
        return used;
    }

    private void addChanges(int count) {
        for (int i = 0; i < count; i += 2) {
            int length = edges[i + 1] - edges[i];
            if (used + length + SHORT > changes.length) {
                changes = Arrays.copyOf(changes, 2 * (used + length + SHORT));
            }
            int line = (int) (edges[i] * inverse >>> INVERSE_BITS);
            int place = edges[i] - line * lineLength;
            while (place + length > lineLength) {
                int ofLine = lineLength - place;
                addChanges(place, line, ofLine);
                line++;
                place = 0;
                length -= ofLine;
            }
            addChanges(place, line, length);
        }
    }

    /** Of a few changes as many are written as are ever few, so that no branch depends on their number. */
    private void addChanges(int place, int line, int length) {
        int change = place << LINE_BITS | line;
        for (int i = used; i < used + SHORT; i++) {
            changes[i] = change;
            change += NEXT_PLACE;
        }
        for (int i = used + SHORT; i < used + length; i++) {
            changes[i] = change;
            change += NEXT_PLACE;
        }
        used += length;
    }

    /** By place, and by line where the places are the same. */
    private void sort(int lines) {
        next = room(next, lineLength + 1);
        turned = room(turned, used + 1);
        Arrays.fill(next, 0, lineLength + 1, 0);
        for (int i = 0; i < used; i++) {
            next[(changes[i] >>> LINE_BITS) + 1]++;
        }
        for (int place = 0; place < lineLength; place++) {
            next[place + 1] += next[place];
        }
        for (int i = 0; i < used; i++) {
            int place = changes[i] >>> LINE_BITS;
            turned[next[place]++] = place * lines + (changes[i] & NEXT_PLACE - 1);
        }
    }
}
