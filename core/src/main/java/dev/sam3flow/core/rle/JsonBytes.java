package dev.sam3flow.core.rle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes of a JSON stream, a piece of it at a time, and the place in the stream. */
final class JsonBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;

    private final InputStream in;
    private final byte[] bytes = new byte[1 << 16];
    private int at;
    private int end;
    private long before;

    JsonBytes(InputStream in) {
        this.in = in;
    }

    /** Offset of the next byte. */
    long offset() {
        return before + at;
    }

    /** The next byte, 0 to 255, which stays the next; -1 at the end. */
    int peek() throws IOException {
        return at < end || fill() ? bytes[at] & 0xff : -1;
    }

    /** The next byte that is not white space, which stays the next; -1 at the end. */
    int peekPastBlanks() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            at++;
            next = peek();
        }
        return next;
    }

    /** Goes past the byte that was peeked at. */
    void pass() {
        at++;
    }

    /** Takes the next byte; -1 at the end. */
    int take() throws IOException {
        int next = peek();
        at += next < 0 ? 0 : 1;
        return next;
    }

    /** Takes bytes up to the next that a JSON string does not simply hold: quote, backslash, control or beyond ASCII. */
    void takePlain(JsonText into) throws IOException {
        while (at < end || fill()) {
            int stop = plainEnd(at);
            into.add(bytes, at, stop);
            at = stop;
            if (at < end) {
                return;
            }
        }
    }

    /** Eight bytes at once: one that is quote, backslash or less than a blank leaves its top bit set, or has it. */
    private int plainEnd(int from) {
        int stop = from;
        while (stop <= end - 8) {
            long eight = (long) LONG.get(bytes, stop);
            long quote = (eight ^ '"' * EACH_BYTE) - EACH_BYTE;
            long backslash = (eight ^ '\\' * EACH_BYTE) - EACH_BYTE;
            long control = eight - ' ' * EACH_BYTE;
            long special = (quote | backslash | control | eight) & 0x8080808080808080L;
            if (special != 0) {
                return stop + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            stop += 8;
        }
        while (stop < end && bytes[stop] >= ' ' && bytes[stop] != '"' && bytes[stop] != '\\') {
            stop++;
        }
        return stop;
    }

    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = Math.max(0, in.read(bytes));
        return end > 0;
    }
}
