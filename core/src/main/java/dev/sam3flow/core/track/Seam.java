package dev.sam3flow.core.track;

import java.util.List;

/**
 * Where two chunks meet, and what became of the objects there.
 *
 * @param earlierChunk index of the chunk before
 * @param laterChunk index of the chunk after
 * @param startFrame first frame both chunks sent, inclusive
 * @param endFrame end of the frames both chunks sent, exclusive; equal to {@code startFrame} where they share none
 * @param comparedFrames shared frames that were looked at
 * @param matches tracks that go on across the seam
 * @param ended tracks with a mask in the compared frames of the earlier chunk that found no partner
 * @param begun tracks with a mask in the compared frames of the later chunk that found no partner
 */
public record Seam(
        int earlierChunk,
        int laterChunk,
        int startFrame,
        int endFrame,
        int comparedFrames,
        List<Joint> matches,
        List<Integer> ended,
        List<Integer> begun) {
    public Seam {
        matches = List.copyOf(matches);
        ended = List.copyOf(ended);
        begun = List.copyOf(begun);
    }

    /**
     * One object that goes on across a seam.
     *
     * @param track its id
     * @param score 0 to 1; 1 where the masks agree pixel for pixel
     * @param frames frames in which both sides have it
     * @param ambiguous true where another object scores nearly as high
     */
    public record Joint(int track, double score, int frames, boolean ambiguous) {}

    /** True where at least one match is ambiguous. */
    public boolean isAmbiguous() {
        return matches.stream().anyMatch(Joint::ambiguous);
    }
}
