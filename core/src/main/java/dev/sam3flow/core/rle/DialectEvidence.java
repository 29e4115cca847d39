package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one pass over RLE files says of their dialect: small whatever the files' size, and additive over the files of one
 * job, which all have the same dialect. Frame numbers in reasons are those of the file they were found in.
 *
 * @param size the frames' size
 * @param frames frames seen
 * @param masks masks whose RLE is not empty
 * @param foreground whether some mask has a foreground pixel in a reading that is not ruled out
 * @param ruledOut dialects in which some mask cannot be read, with the first reason found
 * @param pairs the runs of the masks that can be read as pairs, as if the base were 0
 * @param counts the runs of the masks that can be read as counts
 * @param sameOrder dialects whose masks, all of them, are the same read along rows and down columns
 * @param pairsEqualCounts whether each mask is the same read as pairs from 0 and as counts
 * @param exactSums fingerprints of different masks of two runs or more whose numbers sum to the frame's pixels; at most
 *     {@value #MOST_SUMS} are kept
 * @param prompts how masks and prompts agree
 */
public record DialectEvidence(
        FrameSize size,
        long frames,
        long masks,
        boolean foreground,
        Map<Dialect, String> ruledOut,
        RunEvidence pairs,
        RunEvidence counts,
        Set<Dialect> sameOrder,
        boolean pairsEqualCounts,
        List<Long> exactSums,
        PromptEvidence prompts) {
    static final int MOST_SUMS = 4;

    public DialectEvidence {
        Map<Dialect, String> reasons = new EnumMap<>(Dialect.class);
        reasons.putAll(ruledOut);
        ruledOut = Collections.unmodifiableMap(reasons);
        sameOrder = Collections.unmodifiableSet(new TreeSet<>(sameOrder));
        exactSums = exactSums.stream().distinct().limit(MOST_SUMS).toList();
    }

    /**
     * The evidence of both.
     *
     * @throws IllegalArgumentException if their frames differ in size
     */
    public DialectEvidence merge(DialectEvidence other) {
        if (!size.equals(other.size)) {
            throw new IllegalArgumentException("evidence of frames of " + size + " and of " + other.size
                    + " cannot be merged: the files of one job have one frame size");
        }
        Map<Dialect, String> reasons = new EnumMap<>(Dialect.class);
        reasons.putAll(other.ruledOut);
        reasons.putAll(ruledOut);
        Set<Dialect> same = new TreeSet<>(sameOrder);
        same.retainAll(other.sameOrder);
        List<Long> sums = new ArrayList<>(exactSums);
        sums.addAll(other.exactSums);
        return new DialectEvidence(
                size,
                frames + other.frames,
                masks + other.masks,
                foreground || other.foreground,
                reasons,
                pairs.merge(other.pairs),
                counts.merge(other.counts),
                same,
                pairsEqualCounts && other.pairsEqualCounts,
                sums,
                prompts.merge(other.prompts));
    }
}
