package dev.sam3flow.core.result;

import dev.sam3flow.core.video.FrameRange;

/**
 * Frames without a result, because their chunk has none.
 *
 * @param chunk index of the chunk in the plan
 * @param frames the frames it owns
 */
public record Gap(int chunk, FrameRange frames) {}
