package dev.sam3flow.core.rle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of one JSON token in UTF-8, in an array that is used again for the next. */
final class JsonText {
    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** The byte at an index; 0 at the end. */
    int at(int index) {
        return index < length ? bytes[index] : 0;
    }

    void add(int one) {
        ensureRoom(1);
        bytes[length++] = (byte) one;
    }

    void add(byte[] from, int start, int end) {
        ensureRoom(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    /** A character in UTF-8. */
    void addCodePoint(int character) {
        byte[] encoded = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        add(encoded, 0, encoded.length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Whether it is this text; false for any beyond ASCII. */
    boolean is(String other) {
        if (other.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (other.charAt(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void ensureRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
