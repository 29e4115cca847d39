package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.sam3flow.core.mask.Mask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON on its way to a stream, written by someone who knows its every comma. Masks go from their runs straight into the
 * buffer, which spares a string and two copies of each.
 */
final class JsonOut {
    /** Characters of a long or a double, generously. */
    private static final int LONGEST_NUMBER = 32;

    private final OutputStream out;
    private byte[] bytes = new byte[1 << 16];
    private int used;
    private String lastText = "";
    private byte[] lastQuoted = quoted(lastText);

    JsonOut(OutputStream out) {
        this.out = out;
    }

    /** JSON's own characters, ASCII only. The method is deprecated for what it does: it takes the lower bytes. */
    @SuppressWarnings("deprecation")
    JsonOut raw(String json) throws IOException {
        int length = json.length();
        ensureRoom(length);
        json.getBytes(0, length, bytes, used);
        used += length;
        return this;
    }

    JsonOut number(long number) throws IOException {
        ensureRoom(LONGEST_NUMBER);
        used = NumberOutput.outputLong(number, bytes, used);
        return this;
    }

    JsonOut number(double number) throws IOException {
        return raw(NumberOutput.toString(number, false));
    }

    /** A text in quotes. */
    JsonOut text(String text) throws IOException {
        if (!text.equals(lastText)) {
            lastText = text;
            lastQuoted = quoted(text);
        }
        ensureRoom(lastQuoted.length);
        System.arraycopy(lastQuoted, 0, bytes, used, lastQuoted.length);
        used += lastQuoted.length;
        return this;
    }

    private static byte[] quoted(String text) {
        return ("\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** COCO's compressed text in quotes. */
    JsonOut coco(Mask mask) throws IOException {
        raw("\"");
        ensureRoom(mask.roomForCocoJson());
        used = mask.writeCocoJson(bytes, used);
        return raw("\"");
    }

    void flush() throws IOException {
        out.write(bytes, 0, used);
        used = 0;
        out.flush();
    }

    private void ensureRoom(int room) throws IOException {
        if (bytes.length - used < room) {
            out.write(bytes, 0, used);
            used = 0;
            if (bytes.length < room) {
                bytes = new byte[room];
            }
        }
    }
}
