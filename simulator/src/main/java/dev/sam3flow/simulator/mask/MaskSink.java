package dev.sam3flow.simulator.mask;

import java.io.IOException;
import java.util.List;

/** Takes the masks of a video frame by frame, in order, every frame once. */
public interface MaskSink {
    /** @param objects the objects in the next frame, of distinct ids; empty for none */
    void frame(List<ObjectMask> objects) throws IOException;
}
