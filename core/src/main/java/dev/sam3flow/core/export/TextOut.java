package dev.sam3flow.core.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 text that end in a line feed everywhere. */
final class TextOut {
    private final BufferedWriter writer;

    TextOut(OutputStream out) {
        writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    TextOut line(String... parts) throws IOException {
        for (String part : parts) {
            writer.write(part);
        }
        writer.write('\n');
        return this;
    }

    /** Hands everything on; the stream stays open. */
    void finish() throws IOException {
        writer.flush();
    }
}
