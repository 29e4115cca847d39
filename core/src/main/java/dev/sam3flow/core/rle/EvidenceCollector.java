package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect.Form;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches the masks of one file pass and gathers the evidence of their dialect, without keeping any. */
public final class EvidenceCollector implements RleSink {
    private final FrameSize size;
    private final Map<Dialect, String> ruledOut = new EnumMap<>(Dialect.class);
    private final Set<Dialect> sameOrder = EnumSet.complementOf(EnumSet.of(Dialect.COCO));
    private final RunTally pairs;
    private final RunTally counts;
    private final List<Long> exactSums = new ArrayList<>();
    private final PromptTally prompts;
    private final RleNumbers numbers = new RleNumbers();
    private int[] countedRuns = new int[64];

    private long frames;
    private long masks;
    private int frame;
    private boolean foreground;
    private boolean pairsEqualCounts = true;

    /** A collector for a file made without points or boxes. */
    public EvidenceCollector(FrameSize size) {
        this(size, null);
    }

    /**
     * A collector for a file of frames of that size.
     *
     * @param prompts what was asked for at the file's first frame; null if that is not known
     */
    public EvidenceCollector(FrameSize size, @Nullable Prompts prompts) {
        this.size = size;
        this.pairs = new RunTally(size);
        this.counts = new RunTally(size);
        this.prompts = new PromptTally(size, prompts);
    }

    /** What was gathered until now. */
    public DialectEvidence evidence() {
        return new DialectEvidence(
                size,
                frames,
                masks,
                foreground,
                ruledOut,
                pairs.evidence(),
                counts.evidence(),
                sameOrder,
                pairsEqualCounts,
                exactSums,
                prompts.evidence());
    }

    @Override
    public void frame(int number) {
        frames++;
        frame = number;
    }

    /**
     * {@inheritDoc}
     *
     * @throws MalformedRleException if the mask is neither numbers nor COCO's characters, or of another frame size
     */
    @Override
    public void segment(RawSegment segment) {
        RawRle rle = segment.rle();
        if (segment.size() != null && !segment.size().equals(size)) {
            throw new MalformedRleException(
                    rle.offset(),
                    "frame " + segment.frame() + " has masks of " + segment.size() + ", the video's frames are of "
                            + size + "; a file writes a size as [height, width]");
        }
        masks++;
        if (rle instanceof RawRle.Text text) {
            text(text);
        } else {
            numbers.read(rle);
            ruleOut(Dialect.COCO, "is a list of numbers");
            numbers(rle);
        }
    }

    private void text(RawRle.Text text) {
        byte[] bytes = text.bytes();
        int stopped = numbers.parseAgain(bytes);
        boolean digitsOnly = stopped == bytes.length;
        if (digitsOnly && numbers.size() > 1) {
            ruleOut(Dialect.COCO, "is numbers between blanks");
        } else {
            compressed(text, digitsOnly);
        }
        if (digitsOnly) {
            numbers(text);
        }
    }

    /** Text without blanks: COCO's characters, though digits alone may be a number as well. */
    private void compressed(RawRle.Text text, boolean maybeNumber) {
        if (!maybeNumber) {
            CocoCharacters.require(text);
            for (Dialect dialect : Dialect.values()) {
                if (dialect.form() != Form.COMPRESSED) {
                    ruleOut(dialect, "has COCO's characters");
                }
            }
        }
        if (isPossible(Dialect.COCO)) {
            try {
                foreground |= !Dialect.COCO.decode(size, text).isEmpty();
            } catch (MalformedRleException e) {
                ruleOut(Dialect.COCO, e.reason());
            }
        }
    }

    private void numbers(RawRle source) {
        boolean asCounts = asCounts(source);
        boolean asPairs = asPairs(source);
        pairsEqualCounts &= asCounts && asPairs && numbers.size() == 2;
        if (asCounts && asPairs && numbers.size() > 2 && exactSums.size() < DialectEvidence.MOST_SUMS) {
            long print = fingerprint();
            if (!exactSums.contains(print)) {
                exactSums.add(print);
            }
        }
    }

    private long fingerprint() {
        long print = 1;
        for (int i = 0; i < numbers.size(); i++) {
            print = 0x9E3779B97F4A7C15L * (print ^ numbers.get(i));
            print ^= print >>> 29;
        }
        return print;
    }

    private boolean asCounts(RawRle source) {
        if (!isPossible(Dialect.COUNTS_ROW)) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < numbers.size(); i++) {
            sum += numbers.get(i);
        }
        if (sum != size.pixels()) {
            String reason = "sums to " + sum + ", not to the frame's " + size.pixels() + " pixels";
            ruleOut(Dialect.COUNTS_ROW, reason);
            ruleOut(Dialect.COUNTS_COLUMN, reason);
            return false;
        }
        int runs = countedRuns();
        foreground |= runs > 0;
        counts.add(countedRuns, runs);
        compareOrders(source, Dialect.COUNTS_ROW, Dialect.COUNTS_COLUMN);
        prompts.look(frames, source, numbers, Dialect.COUNTS_ROW, Dialect.COUNTS_COLUMN);
        return true;
    }

    /** The counts as start and length of the foreground runs; returns how many. */
    private int countedRuns() {
        if (countedRuns.length < numbers.size() + 1) {
            countedRuns = new int[2 * numbers.size()];
        }
        int runs = 0;
        int start = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int length = numbers.get(i);
            if ((i & 1) == 1 && length > 0) {
                countedRuns[2 * runs] = start;
                countedRuns[2 * runs++ + 1] = length;
            }
            start += length;
        }
        return runs;
    }

    private boolean asPairs(RawRle source) {
        if (!isPossible(Dialect.PAIRS_ROW_0) && !isPossible(Dialect.PAIRS_ROW_1)) {
            return false;
        }
        String broken = brokenPairs();
        if (broken != null) {
            ruleOutPairs(0, broken);
            ruleOutPairs(1, broken);
            return false;
        }
        int last = numbers.size() - 2;
        long end = (long) numbers.get(last) + numbers.get(last + 1);
        if (end > size.pixels()) {
            ruleOutPairs(0, "has a run to pixel " + (end - 1) + ", counted from 0 the last is " + (size.pixels() - 1));
        }
        if (end > size.pixels() + 1L) {
            ruleOutPairs(1, "has a run to pixel " + (end - 1) + ", counted from 1 the last is " + size.pixels());
        }
        if (numbers.get(0) == 0) {
            ruleOutPairs(1, "has a run that starts at 0");
        }
        if (!isPossible(Dialect.PAIRS_ROW_0) && !isPossible(Dialect.PAIRS_ROW_1)) {
            return false;
        }
        foreground = true;
        pairs.add(numbers.values(), numbers.size() / 2);
        compareOrders(source, Dialect.PAIRS_ROW_0, Dialect.PAIRS_COLUMN_0);
        compareOrders(source, Dialect.PAIRS_ROW_1, Dialect.PAIRS_COLUMN_1);
        prompts.look(frames, source, numbers, Dialect.PAIRS_ROW_0, Dialect.PAIRS_COLUMN_0);
        prompts.look(frames, source, numbers, Dialect.PAIRS_ROW_1, Dialect.PAIRS_COLUMN_1);
        return true;
    }

    /** Why the numbers are no pairs, whatever the base; null if they may be. Runs that touch are pairs. */
    private @Nullable String brokenPairs() {
        if ((numbers.size() & 1) == 1) {
            return "has " + numbers.size() + " numbers, pairs need an even count";
        }
        long reached = 0;
        for (int i = 0; i < numbers.size(); i += 2) {
            int start = numbers.get(i);
            int length = numbers.get(i + 1);
            if (start < reached) {
                return "has a run that starts at " + start + ", before the end of the run before it";
            }
            if (length == 0) {
                return "has a run of length 0";
            }
            reached = (long) start + length;
        }
        return null;
    }

    private void compareOrders(RawRle source, Dialect rows, Dialect columns) {
        if (isPossible(rows) && sameOrder.contains(rows)) {
            boolean same = rows.decode(size, numbers, source).equals(columns.decode(size, numbers, source));
            if (!same) {
                sameOrder.remove(rows);
                sameOrder.remove(columns);
            }
        }
    }

    private boolean isPossible(Dialect dialect) {
        return !ruledOut.containsKey(dialect);
    }

    private void ruleOutPairs(int base, String why) {
        ruleOut(base == 0 ? Dialect.PAIRS_ROW_0 : Dialect.PAIRS_ROW_1, why);
        ruleOut(base == 0 ? Dialect.PAIRS_COLUMN_0 : Dialect.PAIRS_COLUMN_1, why);
    }

    private void ruleOut(Dialect dialect, String why) {
        if (isPossible(dialect)) {
            ruledOut.put(dialect, "a mask of frame " + frame + " " + why);
        }
    }
}
