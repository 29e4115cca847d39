package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import java.io.IOException;

/** Reads JSON strings: their escapes are undone, and they must be UTF-8. */
final class JsonString {
    private final JsonBytes in;
    private final JsonText text;

    JsonString(JsonBytes in, JsonText text) {
        this.in = in;
        this.text = text;
    }

    /**
     * Reads on to the end of the string whose quote was taken.
     *
     * @param longest bytes that are accepted; a negative number to keep none of them
     */
    void read(int longest) throws IOException {
        text.clear();
        while (true) {
            in.takePlain(text);
            if (longest < 0) {
                text.clear();
            } else if (text.length() > longest) {
                throw broken("a text of more than " + longest + " characters, which are the most that are accepted");
            }
            int next = in.take();
            if (next == '"') {
                return;
            }
            if (next == '\\') {
                escape();
            } else if (next > 0x7f) {
                beyondAscii(next);
            } else {
                throw broken(next < 0 ? "the file ends within a string" : "a control character in a string");
            }
        }
    }

    private void escape() throws IOException {
        int next = in.take();
        switch (next) {
            case '"', '\\', '/' -> text.add(next);
            case 'b' -> text.add('\b');
            case 'f' -> text.add('\f');
            case 'n' -> text.add('\n');
            case 'r' -> text.add('\r');
            case 't' -> text.add('\t');
            case 'u' -> text.addCodePoint(codePoint());
            default -> throw broken("a backslash in a string that begins no JSON escape");
        }
    }

    private int codePoint() throws IOException {
        int unit = hex();
        if (!Character.isSurrogate((char) unit)) {
            return unit;
        }
        if (Character.isHighSurrogate((char) unit) && in.take() == '\\' && in.take() == 'u') {
            int low = hex();
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        throw broken("half a character in a string: an escaped surrogate without its other one");
    }

    private int hex() throws IOException {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in.take(), 16);
            if (digit < 0) {
                throw broken("a backslash and u in a string without four hexadecimal digits");
            }
            number = number << 4 | digit;
        }
        return number;
    }

    /** A character of several bytes; the second may not make it shorter, a surrogate or too large. */
    private void beyondAscii(int lead) throws IOException {
        int more = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        text.add(lead);
        for (int i = 0; i < more; i++) {
            int next = in.take();
            more = next < least || next > most ? 0 : more;
            text.add(next);
            least = 0x80;
            most = 0xbf;
        }
        if (more == 0) {
            throw broken("bytes in a string that are no UTF-8");
        }
    }

    private MalformedRleException broken(String reason) {
        return new MalformedRleException(Math.max(0, in.offset() - 1), "not the JSON that was expected: " + reason);
    }
}
