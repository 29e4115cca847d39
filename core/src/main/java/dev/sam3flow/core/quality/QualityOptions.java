package dev.sam3flow.core.quality;

import dev.sam3flow.core.error.InvalidInputException;

/**
 * From where on something looks wrong.
 *
 * @param flickerFrames an absence of at most so many frames is flicker, a longer one an empty span
 * @param frozenFrames a mask that does not change by a pixel for so many frames is frozen
 * @param areaRatio an area that grows or shrinks from one frame to the next by this factor jumps
 * @param leastArea areas under so many pixels do not jump
 * @param positionShare a centroid that moves from one frame to the next by this share of the box's diagonal jumps
 * @param frameShare a mask over this share of the frame, 0 to 1, covers it
 * @param borderFrames a box that touches the frame's border for so many frames is glued to it
 * @param swapIou two tracks whose masks agree crosswise by this IoU, and less with themselves, have swapped
 * @param mostFindings findings of one kind that are kept; the rest is only counted
 */
public record QualityOptions(
        int flickerFrames,
        int frozenFrames,
        double areaRatio,
        int leastArea,
        double positionShare,
        double frameShare,
        int borderFrames,
        double swapIou,
        int mostFindings) {
    public static final QualityOptions DEFAULTS = new QualityOptions(3, 15, 2, 64, 0.5, 0.9, 30, 0.5, 1000);

    public QualityOptions {
        if (flickerFrames < 1 || frozenFrames < 2 || leastArea < 1 || borderFrames < 1 || mostFindings < 1) {
            throw new InvalidInputException("quality thresholds of " + flickerFrames + " flicker, " + frozenFrames
                    + " frozen and " + borderFrames + " border frames, " + leastArea + " pixels, " + mostFindings
                    + " findings: each must be at least 1, frozen frames at least 2");
        }
        if (!(areaRatio > 1) || !(positionShare > 0) || !(frameShare > 0 && frameShare <= 1) || !isShare(swapIou)) {
            throw new InvalidInputException("quality thresholds of area ratio " + areaRatio + ", position share "
                    + positionShare + ", frame share " + frameShare + ", swap IoU " + swapIou
                    + ": needs a ratio above 1, a position share above 0, and the others above 0 up to 1");
        }
    }

    public QualityOptions withMostFindings(int value) {
        return new QualityOptions(
                flickerFrames,
                frozenFrames,
                areaRatio,
                leastArea,
                positionShare,
                frameShare,
                borderFrames,
                swapIou,
                value);
    }

    private static boolean isShare(double value) {
        return value > 0 && value <= 1;
    }
}
