package dev.sam3flow.core.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes COCO text by one look-up a count. */
final class CocoCharacters {
    /** Characters that may be written beyond the last one that counts. */
    static final int SLACK = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Numbers of up to three characters lie from -REACH to REACH - 1. */
    private static final int REACH = 1 << 14;

    /** Where a number's length stands beside its characters. */
    private static final int LENGTH = 24;

    private static final int CHARACTERS = (1 << LENGTH) - 1;

    /** The characters themselves. */
    static final CocoCharacters PLAIN = new CocoCharacters(false);

    /** As they stand in a JSON string: a backslash is doubled. */
    static final CocoCharacters JSON = new CocoCharacters(true);

    /**
     * For each of these numbers, from -REACH on: its characters, the first in the lowest byte, and how many they are in
     * the top byte; 0 for those that an escape makes longer than three.
     */
    private final int[] ready = new int[2 * REACH];

    private final boolean escapes;

    private CocoCharacters(boolean escapes) {
        this.escapes = escapes;
        byte[] text = new byte[16];
        for (int number = -REACH; number < REACH; number++) {
            int length = writeNumber(number, text, 0);
            int characters = (int) INT.get(text, 0) & -1 >>> -8 * length;
            ready[number + REACH] = length > 3 ? 0 : characters | length << LENGTH;
        }
    }

    /** Writes counts, given as run ends, from {@code at} on; returns the offset after the last character. */
    int write(int[] ends, int count, byte[] text, int at) {
        int next = writeNumber(ends[0], text, at);
        // the second and the third count are written as they are
        for (int i = 1; i < Math.min(3, count); i++) {
            next = writeNumber(ends[i] - ends[i - 1], text, next);
        }
        if (count <= 3) {
            return next;
        }
        int foreground = ends[1] - ends[0];
        int background = ends[2] - ends[1];
        int end = ends[2];
        int i = 3;
        while (i + 1 < count) {
            int middle = ends[i];
            int first = middle - end - foreground;
            foreground = middle - end;
            end = ends[i + 1];
            int second = end - middle - background;
            background = end - middle;
            next = writeNumbers(first, second, text, next);
            i += 2;
        }
        return i < count ? writeNumber(ends[i] - end - foreground, text, next) : next;
    }

    /** Two numbers by one store, if both are ready. */
    private int writeNumbers(int first, int second, byte[] text, int at) {
        int[] characters = ready;
        int a = first + REACH;
        int b = second + REACH;
        int one = a >= 0 && a < characters.length ? characters[a] : 0;
        int other = b >= 0 && b < characters.length ? characters[b] : 0;
        if (one == 0 || other == 0) {
            return writeNumber(second, text, writeNumber(first, text, at));
        }
        int length = one >>> LENGTH;
        LONG.set(text, at, one & CHARACTERS | (long) other << 8 * length);
        return at + length + (other >>> LENGTH);
    }

    private int writeNumber(int number, byte[] text, int at) {
        int rest = number;
        int next = at;
        while (rest < -16 || rest > 15) {
            byte five = (byte) ('0' + 32 + (rest & 31));
            text[next++] = five;
            if (escapes && five == '\\') {
                text[next++] = five;
            }
            rest >>= 5;
        }
        text[next] = (byte) ('0' + (rest & 31));
        return next + 1;
    }
}
