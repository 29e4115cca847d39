package dev.sam3flow.core.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes COCO text by one look-up a count. */
final class CocoCharacters {
    /** Characters that may be written beyond the last one that counts. */
    static final int SLACK = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Numbers of up to three characters lie from -REACH to REACH - 1. */
    private static final int REACH = 1 << 14;

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
            ready[number + REACH] = length > 3 ? 0 : characters | length << 24;
        }
    }

    /** Writes counts, given as run ends, from {@code at} on; returns the offset after the last character. */
    int write(int[] ends, int count, byte[] text, int at) {
        int[] characters = ready;
        int next = writeNumber(ends[0], text, at);
        // the second and the third count are written as they are
        for (int i = 1; i < Math.min(3, count); i++) {
            next = writeNumber(ends[i] - ends[i - 1], text, next);
        }
        if (count <= 3) {
            return next;
        }
        int twoBefore = ends[1] - ends[0];
        int before = ends[2] - ends[1];
        int end = ends[2];
        for (int i = 3; i < count; i++) {
            int own = ends[i] - end;
            int number = own - twoBefore;
            twoBefore = before;
            before = own;
            end = ends[i];
            int index = number + REACH;
            int found = index >= 0 && index < characters.length ? characters[index] : 0;
            if (found == 0) {
                next = writeNumber(number, text, next);
            } else {
                INT.set(text, next, found);
                next += found >>> 24;
            }
        }
        return next;
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
