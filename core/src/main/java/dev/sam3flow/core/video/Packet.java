package dev.sam3flow.core.video;

/**
 * One packet of the video stream as a scan of the container sees it, in decoding order.
 *
 * @param pts presentation time in ticks of the time base
 * @param durationTicks duration in ticks, 0 where unknown
 * @param sizeBytes size in the container
 * @param key true for a key frame
 * @param discard true where an edit list hides the frame
 */
public record Packet(long pts, long durationTicks, int sizeBytes, boolean key, boolean discard) {}
