package dev.sam3flow.core.export;

import dev.sam3flow.core.result.MasksSource;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a result in another tool's format. Reads {@code masks.jsonl} one or more times from its start to its end. */
public interface Exporter {
    /** The name it is asked for by, such as {@code "coco"}. */
    String name();

    /** Name of the file it writes, such as {@code "coco.json"}; formats of many files are one {@code .tar}. */
    String fileName();

    /** Writes the whole file; {@code out} stays open. */
    void write(MasksSource masks, OutputStream out) throws IOException;
}
