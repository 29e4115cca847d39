package dev.sam3flow.core.result;

import java.io.IOException;
import java.io.OutputStream;

/** Writes {@code summary.json}. */
public final class SummaryWriter {
    private SummaryWriter() {}

    /** Writes the summary as one JSON object in UTF-8; {@code out} stays open. */
    public static void write(Summary summary, OutputStream out) throws IOException {
        throw new UnsupportedOperationException("not there yet: " + summary + out);
    }
}
