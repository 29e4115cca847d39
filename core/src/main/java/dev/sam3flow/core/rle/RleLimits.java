package dev.sam3flow.core.rle;

/**
 * How much of a foreign RLE file is accepted before it is refused.
 *
 * @param depth nested JSON lists and objects
 * @param textBytes length of one string
 * @param numbers numbers of one mask written as a JSON list
 * @param objects objects of one frame
 * @param frames frames of one file
 * @param pendingBytes RLE held back because its frame came before an earlier one
 */
public record RleLimits(int depth, int textBytes, int numbers, int objects, int frames, int pendingBytes) {
    /** Far above what 600 seconds of video need, far below what 32 MiB of heap cannot hold. */
    public static final RleLimits STANDARD = new RleLimits(32, 4 << 20, 1 << 20, 10_000, 1_000_000, 4 << 20);

    public RleLimits {
        if (depth < 8 || textBytes < 1 || numbers < 1 || objects < 1 || frames < 1 || pendingBytes < 0) {
            throw new IllegalArgumentException("RLE limits must be positive and the depth at least 8: depth " + depth
                    + ", text bytes " + textBytes + ", numbers " + numbers + ", objects " + objects + ", frames "
                    + frames + ", pending bytes " + pendingBytes);
        }
    }
}
