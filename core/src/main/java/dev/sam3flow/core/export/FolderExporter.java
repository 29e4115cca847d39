package dev.sam3flow.core.export;

import dev.sam3flow.core.result.MasksSource;
import java.io.IOException;
import java.io.OutputStream;

/** A format of many small files. As one file it is a {@code .tar}, which needs no directory at its end. */
public interface FolderExporter extends Exporter {
    /** Writes file after file. */
    void writeFiles(MasksSource masks, FileSink files) throws IOException;

    @Override
    default String fileName() {
        return name() + ".tar";
    }

    @Override
    default void write(MasksSource masks, OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(out);
        writeFiles(masks, tar);
        tar.finish();
    }
}
