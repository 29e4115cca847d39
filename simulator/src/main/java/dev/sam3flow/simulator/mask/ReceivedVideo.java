package dev.sam3flow.simulator.mask;

import java.nio.file.Path;

/**
 * A video as it was received.
 *
 * @param file its bytes
 * @param sha256 lower-case hex digest of them
 * @param width of the pictures as shown, in pixels
 * @param height of the pictures as shown, in pixels
 * @param durationMicros how long it plays, rounded up
 * @param packetSizes bytes of each frame's packet, in the order in which the frames are shown
 * @param keyFrames how many of the frames are key frames
 */
public record ReceivedVideo(
        Path file, String sha256, int width, int height, long durationMicros, int[] packetSizes, int keyFrames) {
    public int frames() {
        return packetSizes.length;
    }
}
