package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.MalformedRleException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON tokens of a stream, one after the other, each with its offset; broken JSON is malformed RLE. A string is read
 * when it is asked for, straight from the stream's bytes, of which an RLE file has little else.
 */
final class JsonTokens implements AutoCloseable {
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_NAME = 1000;
    /** Digits that a long and a double both hold. */
    private static final int SAFE_DIGITS = 15;

    private static final int KNOWN_NAMES = 64;

    private final JsonBytes in;
    private final JsonText text = new JsonText();
    private final JsonString string;
    private final RleLimits limits;

    /** For each depth from 1 whether it is an object or else a list. */
    private final boolean[] objects;

    private int depth;
    private @Nullable JsonToken current;
    private long start;
    private boolean unread;
    private RawRle.@Nullable Text rle;
    private String name = "";
    /** Names come again and again: each is made a String once. */
    private final @Nullable String[] names = new String[KNOWN_NAMES];

    JsonTokens(InputStream in, RleLimits limits) throws IOException {
        this.in = new JsonBytes(in);
        this.string = new JsonString(this.in, text);
        this.limits = limits;
        this.objects = new boolean[limits.depth() + 1];
        passByteOrderMark();
    }

    private void passByteOrderMark() throws IOException {
        if (in.peek() == 0xef) {
            in.pass();
            if (in.take() != 0xbb || in.take() != 0xbf) {
                throw broken("a file that begins with neither JSON nor UTF-8's byte order mark");
            }
        }
    }

    /** The next token; null at the end of the stream. */
    @Nullable
    JsonToken nextOrEnd() throws IOException {
        if (unread) {
            readString(-1);
        }
        rle = null;
        int next = toNext();
        if (depth > 0) {
            current = objects[depth] ? inObject(next) : inList(next);
        } else {
            current = next < 0 ? null : value(next);
        }
        return current;
    }

    /** The next token of a value that has begun. */
    JsonToken next() throws IOException {
        JsonToken token = nextOrEnd();
        if (token == null) {
            throw malformed("the file ends within a value");
        }
        return token;
    }

    private int toNext() throws IOException {
        int next = in.peekPastBlanks();
        start = in.offset();
        return next;
    }

    private JsonToken inObject(int next) throws IOException {
        if (current == JsonToken.FIELD_NAME) {
            return value(next);
        }
        if (next == '}') {
            return close(JsonToken.END_OBJECT);
        }
        if ((current == JsonToken.START_OBJECT ? next : pastComma(next)) != '"') {
            throw broken("a name in quotes belongs here");
        }
        in.pass();
        readString(LONGEST_NAME);
        name = known();
        if (in.peekPastBlanks() != ':') {
            throw broken("a colon belongs after a name");
        }
        in.pass();
        return JsonToken.FIELD_NAME;
    }

    private JsonToken inList(int next) throws IOException {
        if (next == ']') {
            return close(JsonToken.END_ARRAY);
        }
        return value(current == JsonToken.START_ARRAY ? next : pastComma(next));
    }

    private int pastComma(int next) throws IOException {
        if (next != ',') {
            throw broken(next < 0 ? "the file ends within a list or an object" : "a comma belongs here");
        }
        in.pass();
        return toNext();
    }

    private JsonToken value(int next) throws IOException {
        return switch (next) {
            case '"' -> {
                in.pass();
                unread = true;
                yield JsonToken.VALUE_STRING;
            }
            case '{' -> open(JsonToken.START_OBJECT);
            case '[' -> open(JsonToken.START_ARRAY);
            case 't' -> literal("true", JsonToken.VALUE_TRUE);
            case 'f' -> literal("false", JsonToken.VALUE_FALSE);
            case 'n' -> literal("null", JsonToken.VALUE_NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(next);
            default -> throw broken(next < 0 ? "the file ends within a value" : "a value belongs here");
        };
    }

    private JsonToken open(JsonToken token) {
        if (depth == limits.depth()) {
            throw broken("lists and objects in each other to a depth of more than " + limits.depth());
        }
        in.pass();
        objects[++depth] = token == JsonToken.START_OBJECT;
        return token;
    }

    private JsonToken close(JsonToken token) {
        in.pass();
        depth--;
        return token;
    }

    private JsonToken literal(String word, JsonToken token) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (in.take() != word.charAt(i)) {
                throw broken("a value belongs here");
            }
        }
        requireEnd();
        return token;
    }

    /** Numbers and words end where anything but a letter or a quote may follow. */
    private void requireEnd() throws IOException {
        switch (in.peek()) {
            case -1, ' ', '\n', '\r', '\t', ',', ']', '}' -> {}
            default -> throw broken("a value ends here, but something follows it without a comma");
        }
    }

    private JsonToken number(int first) throws IOException {
        text.clear();
        for (int next = first; isOfNumber(next); next = in.peek()) {
            text.add(next);
            in.pass();
            if (text.length() > LONGEST_NUMBER) {
                throw broken("a number of more than " + LONGEST_NUMBER + " characters");
            }
        }
        int whole = digits(text.at(0) == '-' ? 1 : 0);
        int at = whole;
        if (text.at(at) == '.') {
            at = digits(at + 1);
        }
        if ((text.at(at) | 0x20) == 'e') {
            at = digits(text.at(at + 1) == '+' || text.at(at + 1) == '-' ? at + 2 : at + 1);
        }
        int integer = text.at(0) == '-' ? 1 : 0;
        if (at != text.length() || text.at(integer) == '0' && whole > integer + 1) {
            throw broken("a number that is not JSON's: " + text);
        }
        requireEnd();
        return whole == text.length() ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
    }

    private static boolean isOfNumber(int next) {
        return next >= '0' && next <= '9' || next == '.' || next == '-' || next == '+' || (next | 0x20) == 'e';
    }

    /** Where the digits end that begin here; at least one must. */
    private int digits(int from) {
        int at = from;
        while (text.at(at) >= '0' && text.at(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw broken("a number that is not JSON's: " + text);
        }
        return at;
    }

    JsonToken current() {
        return Objects.requireNonNull(current);
    }

    /** Byte at which the current token starts. */
    long offset() {
        return start;
    }

    /** The name that was read last. */
    String name() {
        return name;
    }

    private String known() {
        if (text.length() == 0) {
            return "";
        }
        int slot = (7 * text.at(0) + text.at(text.length() - 1) + 31 * text.length()) & KNOWN_NAMES - 1;
        String found = names[slot];
        if (found == null || !text.is(found)) {
            found = text.toString();
            names[slot] = found;
        }
        return found;
    }

    /** Text of a string, a name or a number. */
    String text() throws IOException {
        return switch (current()) {
            case VALUE_STRING -> {
                if (unread) {
                    readString(limits.textBytes());
                }
                yield text.toString();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> text.toString();
            case FIELD_NAME -> name;
            default -> String.valueOf(current().asString());
        };
    }

    /** The current string as RLE text. Bytes beyond ASCII are below 0, which no dialect has. */
    RawRle.Text rleText() throws IOException {
        if (rle == null) {
            if (unread) {
                readString(limits.textBytes());
            }
            rle = new RawRle.Text(text.copy(), start + 1);
        }
        return rle;
    }

    private void readString(int longest) throws IOException {
        unread = false;
        string.read(longest);
    }

    /** The current number, which must be whole and 0 or more. */
    int count() throws IOException {
        if (current == JsonToken.VALUE_NUMBER_INT && text.length() <= SAFE_DIGITS) {
            long value = wholeNumber();
            if (value >= 0 && value <= Integer.MAX_VALUE) {
                return (int) value;
            }
        }
        throw malformed("a whole number from 0 to " + Integer.MAX_VALUE + " belongs here, not " + shown());
    }

    private long wholeNumber() {
        boolean negative = text.at(0) == '-';
        long number = 0;
        for (int i = negative ? 1 : 0; i < text.length(); i++) {
            number = 10 * number + text.at(i) - '0';
        }
        return negative ? -number : number;
    }

    double decimal() throws IOException {
        if (!current().isNumeric()) {
            throw malformed("a number belongs here, not " + shown());
        }
        boolean small = current == JsonToken.VALUE_NUMBER_INT && text.length() <= SAFE_DIGITS;
        double value = small ? wholeNumber() : Double.parseDouble(text.toString());
        if (!Double.isFinite(value)) {
            throw malformed("a number of a size that can be told belongs here, not " + shown());
        }
        return value;
    }

    /** Passes over the value whose first token is current. */
    void skip() throws IOException {
        if (current().isStructStart()) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    String shown() throws IOException {
        return switch (current()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            default -> {
                String shown = text();
                yield shown.length() > LONGEST_NUMBER ? shown.substring(0, LONGEST_NUMBER) : shown;
            }
        };
    }

    MalformedRleException malformed(String reason) {
        return new MalformedRleException(start, reason);
    }

    private MalformedRleException broken(String reason) {
        return new MalformedRleException(in.offset(), "not the JSON that was expected: " + reason);
    }

    /** Lets go of nothing: the stream stays open. */
    @Override
    public void close() {}
}
