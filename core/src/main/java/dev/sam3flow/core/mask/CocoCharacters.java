package dev.sam3flow.core.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes COCO text by one look-up a count. A record, since the virtual machine takes the fields of records for constants.
 *
 * @param ready for each number from -REACH on its characters, the first in the lowest byte, and how many they are in the top
 *     byte
 * @param escapes a backslash is doubled
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record CocoCharacters(long[] ready, boolean escapes) {
    /** Characters that may be written beyond the last one that counts. */
    static final int SLACK = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Numbers from -REACH to REACH - 1 are looked up: they have up to three characters, five with their escapes. */
    private static final int REACH = 1 << 12;

    /** Where a number's length stands above its characters. */
    private static final int LENGTH = 56;

    /** The characters themselves. */
    static final CocoCharacters PLAIN = table(false);

    /** As they stand in a JSON string: a backslash is doubled. */
    static final CocoCharacters JSON = table(true);

    private static CocoCharacters table(boolean escapes) {
        CocoCharacters made = new CocoCharacters(new long[2 * REACH], escapes);
        byte[] text = new byte[16];
        for (int number = -REACH; number < REACH; number++) {
            int length = made.writeNumber(number, text, 0);
            long characters = (long) LONG.get(text, 0) & -1L >>> -8 * length;
            made.ready[number + REACH] = characters | (long) length << LENGTH;
        }
        return made;
    }

    /**
     * Writes counts, given as run ends, from {@code at} on; returns the offset after the last character. An empty last run is
     * left out. What is written of a count is worked out from the ends alone, so that no step waits for the one before.
     */
    int write(int[] ends, int count, byte[] text, int at) {
        long[] characters = ready;
        int next = writeNumber(ends[0], text, at);
        int last = count - 1;
        // the second and the third count are written as they are
        for (int i = 1; i < Math.min(3, last); i++) {
            next = writeNumber(ends[i] - ends[i - 1], text, next);
        }
        for (int i = 3; i < last; i++) {
            int index = ends[i] - ends[i - 1] - ends[i - 2] + ends[i - 3] + REACH;
            if (index < 0 || index >= characters.length) {
                next = writeNumber(index - REACH, text, next);
            } else {
                long found = characters[index];
                LONG.set(text, next, found);
                next += (int) (found >>> LENGTH);
            }
        }
        if (last == 0 || ends[last] == ends[last - 1]) {
            return next;
        }
        int own = ends[last] - ends[last - 1];
        return writeNumber(last < 3 ? own : own - ends[last - 2] + ends[last - 3], text, next);
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
