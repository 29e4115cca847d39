package dev.sam3flow.core.track;

import dev.sam3flow.core.error.InvalidInputException;

/**
 * When two objects of neighbouring chunks are taken for the same.
 *
 * @param ignoreFirst frames at the later chunk's start that do not count, because the model holds objects back there; at
 *     most a third of the overlap is ignored
 * @param accept least score of a match, 0 to 1
 * @param leastFrames least number of frames in which both have a mask, at least 1
 * @param ambiguousWithin a match is flagged as ambiguous where another candidate scores as high less this
 * @param mostFrames frames of an overlap that are compared at most, spread evenly; bounds the memory of a seam
 */
public record StitchOptions(int ignoreFirst, double accept, int leastFrames, double ambiguousWithin, int mostFrames) {
    public static final StitchOptions DEFAULTS = new StitchOptions(3, 0.3, 2, 0.1, 48);

    public StitchOptions {
        if (ignoreFirst < 0 || leastFrames < 1 || mostFrames < leastFrames) {
            throw new InvalidInputException("stitching with " + ignoreFirst + " ignored, at least " + leastFrames
                    + " and at most " + mostFrames + " frames: needs 0 <= ignored and 1 <= least <= most");
        }
        if (!(accept > 0 && accept <= 1) || !(ambiguousWithin >= 0 && ambiguousWithin <= 1)) {
            throw new InvalidInputException("stitching from score " + accept + ", ambiguous within " + ambiguousWithin
                    + ": give a score above 0 up to 1, and a distance from 0 to 1");
        }
    }

    /** The frames that are compared of an overlap [startFrame, endFrame), rising. */
    public int[] comparedFrames(int startFrame, int endFrame) {
        int ignored = Math.min(ignoreFirst, (endFrame - startFrame) / 3);
        int frames = Math.max(0, endFrame - startFrame - ignored);
        int compared = Math.min(frames, mostFrames);
        int[] chosen = new int[compared];
        for (int i = 0; i < compared; i++) {
            chosen[i] = startFrame + ignored + (int) ((long) i * frames / compared);
        }
        return chosen;
    }
}
