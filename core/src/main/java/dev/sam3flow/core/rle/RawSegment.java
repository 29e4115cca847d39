package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import org.jspecify.annotations.Nullable;

/**
 * One object in one frame as the file has it.
 *
 * @param frame frame number as the file counts: written there, or the position from 0
 * @param position which object of its frame, from 0
 * @param objectId the file's name for the object; null where it gives none
 * @param rle its mask, not yet understood, not empty
 * @param box the file's box; null where it gives none
 * @param score the model's confidence; null where the file gives none
 * @param label what the file calls it; null where it gives none
 * @param size frame size written with the mask; null where there is none
 */
public record RawSegment(
        int frame,
        int position,
        @Nullable String objectId,
        RawRle rle,
        @Nullable RawBox box,
        @Nullable Double score,
        @Nullable String label,
        @Nullable FrameSize size) {}
