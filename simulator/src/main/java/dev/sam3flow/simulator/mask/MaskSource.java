package dev.sam3flow.simulator.mask;

import java.io.IOException;

/** Where the masks of a prediction come from. Called from several threads. */
public interface MaskSource {
    /**
     * Tells the masks of every frame of the video, in order.
     *
     * @throws IOException with a text for the prediction's error if there are none to be had
     */
    void segment(ReceivedVideo video, MaskRequest request, MaskSink sink) throws IOException;
}
