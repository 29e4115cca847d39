package dev.sam3flow.core.track;

import dev.sam3flow.core.mask.Mask;
import org.jspecify.annotations.Nullable;

/**
 * One object in one frame.
 *
 * @param track id of the track, from 1, over the whole video
 * @param label what it was asked for as
 * @param mask its pixels
 * @param score the model's confidence, 0 to 1; null where it gave none
 */
public record Segment(
        int track, String label, Mask mask, @Nullable Double score) {}
