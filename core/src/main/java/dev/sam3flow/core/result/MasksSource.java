package dev.sam3flow.core.result;

import dev.sam3flow.core.track.FrameSegments;
import java.io.IOException;
import java.io.InputStream;

/** A {@code masks.jsonl} that can be opened more than once; who opens it closes the stream. */
@FunctionalInterface
public interface MasksSource {
    InputStream open() throws IOException;

    /** Takes one frame. */
    @FunctionalInterface
    interface FrameVisitor {
        void visit(FrameSegments frame) throws IOException;
    }

    /** Reads the header alone. @throws InvalidInputException as {@link MasksReader} */
    default MasksHeader header() throws IOException {
        try (MasksReader reader = new MasksReader(open())) {
            return reader.header();
        }
    }

    /** Reads every frame in order, empty ones too. @throws InvalidInputException as {@link MasksReader} */
    default void forEachFrame(FrameVisitor visitor) throws IOException {
        try (MasksReader reader = new MasksReader(open())) {
            FrameSegments frame = reader.next();
            while (frame != null) {
                visitor.visit(frame);
                frame = reader.next();
            }
        }
    }
}
