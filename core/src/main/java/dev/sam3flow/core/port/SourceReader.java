package dev.sam3flow.core.port;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.InputStream;
import java.net.URI;

/** Opens what a user names as video: a file or an http(s) URL, guarded against places it must not reach. */
public interface SourceReader {
    /**
     * @return the bytes; the caller closes them
     * @throws InvalidInputException if the URI is not allowed, does not exist or cannot be reached
     */
    InputStream open(URI video);
}
