package dev.sam3flow.core.port;

import dev.sam3flow.core.job.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** Content-addressed bytes. What is put is complete or absent; the same bytes have the same reference. */
public interface BlobStore {
    /** Writes content while it is stored. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Stores what {@code content} writes.
     *
     * @param extension ending of the name, such as {@code "mp4"}
     * @param frames see {@link BlobRef#frames()}
     */
    BlobRef put(String extension, int frames, Content content);

    /** Opens stored bytes; the caller closes the stream. @throws NotFoundException if they are not there */
    InputStream open(BlobRef ref);

    /**
     * A local file with these bytes, for tools that need one; never to be changed.
     *
     * @param scratch folder in which a store that has no local files may put a copy
     */
    Path localFile(BlobRef ref, Path scratch);

    boolean contains(BlobRef ref);
}
