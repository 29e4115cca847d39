package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import java.util.Arrays;

/** The numbers of one mask in an array that is used again for the next. */
final class RleNumbers {
    private int[] values = new int[64];
    private int size;

    /** At least {@link #size()} numbers, each 0 or more. */
    int[] values() {
        return values;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    /** @throws MalformedRleException if the text holds anything but digits and blanks, or a number beyond an int */
    void read(RawRle rle) {
        if (rle instanceof RawRle.Numbers numbers) {
            values = numbers.values();
            size = values.length;
            return;
        }
        RawRle.Text text = (RawRle.Text) rle;
        int stopped = parse(text.bytes());
        if (stopped < text.bytes().length) {
            throw notANumber(text, stopped);
        }
    }

    /** Reads numbers up to the first character that is neither digit nor blank or that makes a number too large. */
    int parse(byte[] text) {
        values = new int[Math.max(16, text.length / 4)];
        return parseAgain(text);
    }

    /** As {@link #parse}, into the array of the time before. */
    int parseAgain(byte[] text) {
        size = 0;
        int at = 0;
        while (at < text.length) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                if (!isBlank(text[at])) {
                    return at;
                }
                at++;
                continue;
            }
            long number = digit;
            int start = at++;
            while (at < text.length && (digit = text[at] - '0') >= 0 && digit <= 9) {
                number = number * 10 + digit;
                if (number > Integer.MAX_VALUE) {
                    return start;
                }
                at++;
            }
            add((int) number);
        }
        return at;
    }

    static MalformedRleException notANumber(RawRle.Text text, int at) {
        int end = Math.min(text.bytes().length, at + 20);
        String found = text.toString().substring(at, end);
        return new MalformedRleException(
                text.offsetOf(at),
                "\"" + printable(found) + "\" where a number up to " + Integer.MAX_VALUE + " or a blank belongs");
    }

    private static String printable(String found) {
        return found.replaceAll("[^ -~]", "?");
    }

    private void add(int number) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = number;
    }
}
