package dev.sam3flow.core.result;

import java.io.IOException;
import java.io.InputStream;

/** A {@code masks.jsonl} that can be opened more than once; who opens it closes the stream. */
@FunctionalInterface
public interface MasksSource {
    InputStream open() throws IOException;
}
