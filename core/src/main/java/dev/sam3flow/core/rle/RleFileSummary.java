package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import org.jspecify.annotations.Nullable;

/**
 * What a whole file says about itself.
 *
 * @param layout how it is arranged
 * @param frames frames it mentions
 * @param firstFrame lowest frame number, as the file counts; 0 without frames
 * @param lastFrame highest frame number, as the file counts; -1 without frames
 * @param segments objects with an RLE that is not empty
 * @param declaredFrames number of frames it declares; null where it declares none
 * @param size frame size it declares or repeats with its masks; null where it has none
 * @param beside scores and boxes listed beside the masks; {@link SideLists#NONE} where there are none
 */
public record RleFileSummary(
        RleLayout layout,
        int frames,
        int firstFrame,
        int lastFrame,
        long segments,
        @Nullable Integer declaredFrames,
        @Nullable FrameSize size,
        SideLists beside) {

    /**
     * What to subtract from the file's frame numbers so that they count from 0, given how many frames the video has: 0
     * or 1. A file that declares that number may leave frames out; any other must mention each.
     *
     * @throws MalformedRleException if the file's frames are not the video's, or it cannot be told which they are
     */
    public int frameBase(int expectedFrames) {
        int promised = declaredFrames == null ? frames : declaredFrames;
        if (promised != expectedFrames) {
            throw new MalformedRleException(
                    0,
                    "the file " + (declaredFrames == null ? "has " : "declares ") + promised + " frames, the video has "
                            + expectedFrames
                            + ": masks are never shifted or padded to fit; check that the file belongs to the video");
        }
        boolean fromZero = lastFrame < expectedFrames;
        boolean fromOne = firstFrame >= 1 && lastFrame <= expectedFrames;
        if (frames == 0 || fromZero && !fromOne) {
            return 0;
        }
        if (fromOne && !fromZero) {
            return 1;
        }
        throw new MalformedRleException(
                0,
                "the file has frames " + firstFrame + " to " + lastFrame + ", the video has " + expectedFrames
                        + ": it cannot be told which is which");
    }
}
