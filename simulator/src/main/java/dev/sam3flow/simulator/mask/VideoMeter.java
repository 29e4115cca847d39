package dev.sam3flow.simulator.mask;

import java.io.IOException;
import java.nio.file.Path;

/** Looks at received bytes. */
public interface VideoMeter {
    /**
     * Measures a video.
     *
     * @param sha256 digest of the file, for the answer
     * @throws IOException with a text for the sender if it is not a video
     */
    ReceivedVideo measure(Path file, String sha256) throws IOException;
}
