package dev.sam3flow.core.rle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The RLE of one object in one frame as the file has it, not yet understood. */
public sealed interface RawRle permits RawRle.Text, RawRle.Numbers {
    /** Where it starts: a byte of the file, counted from 0; 0 where there is no file. */
    long offset();

    /** Whether it has neither a number nor a character other than blanks: an empty mask in every dialect. */
    boolean isEmpty();

    /** RLE text that did not come from a file. Characters beyond ASCII become bytes below 0, which no dialect has. */
    static RawRle of(CharSequence text) {
        return new Text(text.toString().getBytes(StandardCharsets.UTF_8), 0);
    }

    /** RLE numbers that did not come from a file. */
    static RawRle of(int[] numbers) {
        return new Numbers(numbers.clone(), 0);
    }

    /** One string: numbers between blanks, or COCO's compressed characters. */
    final class Text implements RawRle {
        private final byte[] bytes;
        private final long offset;
        private final boolean empty;

        /** Takes the array over. */
        Text(byte[] bytes, long offset) {
            this.bytes = bytes;
            this.offset = offset;
            this.empty = isBlank(bytes);
        }

        private static boolean isBlank(byte[] bytes) {
            int at = 0;
            while (at < bytes.length && RleNumbers.isBlank(bytes[at])) {
                at++;
            }
            return at == bytes.length;
        }

        /** The text's characters, without the JSON escapes; the array itself, which nobody may change. */
        byte[] bytes() {
            return bytes;
        }

        @Override
        public long offset() {
            return offset;
        }

        /** The text's lines, of which there is at least one; each knows where in the file it starts. */
        List<Text> lines() {
            List<Text> lines = new ArrayList<>(1);
            int start = 0;
            long at = offset;
            for (int i = 0; i <= bytes.length; i++) {
                if (i == bytes.length || bytes[i] == '\n') {
                    boolean whole = start == 0 && i == bytes.length;
                    lines.add(whole ? this : new Text(Arrays.copyOfRange(bytes, start, i), at));
                    if (i < bytes.length) {
                        // in JSON the end of a line is two characters, as is a backslash
                        at = offsetOf(i) + lines.size() + 1;
                        start = i + 1;
                    }
                }
            }
            return lines;
        }

        /** Where in the file a character of the text is: a backslash takes two bytes there. */
        long offsetOf(int index) {
            long at = offset + index;
            if (offset > 0) {
                for (int i = 0; i < Math.min(index, bytes.length); i++) {
                    at += bytes[i] == '\\' ? 1 : 0;
                }
            }
            return at;
        }

        @Override
        public boolean isEmpty() {
            return empty;
        }

        /** The text itself. */
        @Override
        public String toString() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** A JSON list of whole numbers, 0 or more each. */
    final class Numbers implements RawRle {
        private final int[] values;
        private final long offset;

        /** Takes the array over. */
        Numbers(int[] values, long offset) {
            this.values = values;
            this.offset = offset;
        }

        /** The array itself, which nobody may change. */
        int[] values() {
            return values;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public boolean isEmpty() {
            return values.length == 0;
        }

        /** The numbers between blanks. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int value : values) {
                text.append(text.isEmpty() ? "" : " ").append(value);
            }
            return text.toString();
        }
    }
}
