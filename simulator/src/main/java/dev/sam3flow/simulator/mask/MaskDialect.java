package dev.sam3flow.simulator.mask;

import java.util.Arrays;
import java.util.Locale;

/** How the text of one mask is written. */
public enum MaskDialect {
    PAIRS_ROW_0,
    /** Start/length pairs along the rows, the first pixel being number 1: what the provider most likely writes. */
    PAIRS_ROW_1,
    PAIRS_COLUMN_0,
    PAIRS_COLUMN_1,
    COUNTS_ROW,
    COUNTS_COLUMN,
    COCO;

    /** Writes a mask; an empty one as empty text. */
    public String write(RowRuns mask) {
        if (mask.isEmpty()) {
            return "";
        }
        return switch (this) {
            case PAIRS_ROW_0 -> numbers(mask.pairs(), 0);
            case PAIRS_ROW_1 -> numbers(mask.pairs(), 1);
            case PAIRS_COLUMN_0 -> numbers(mask.columnPairs(), 0);
            case PAIRS_COLUMN_1 -> numbers(mask.columnPairs(), 1);
            case COUNTS_ROW -> numbers(counts(mask.pairs(), mask.width() * mask.height()));
            case COUNTS_COLUMN -> numbers(counts(mask.columnPairs(), mask.width() * mask.height()));
            case COCO -> compressed(counts(mask.columnPairs(), mask.width() * mask.height()));
        };
    }

    /** Reads a constant's name in the form {@code pairs-row-1}. */
    public static MaskDialect ofOption(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String numbers(int[] pairs, int base) {
        StringBuilder text = new StringBuilder(pairs.length * 5);
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : " ").append(pairs[i] + base).append(' ').append(pairs[i + 1]);
        }
        return text.toString();
    }

    private static String numbers(int[] counts) {
        StringBuilder text = new StringBuilder(counts.length * 5);
        for (int i = 0; i < counts.length; i++) {
            text.append(i == 0 ? "" : " ").append(counts[i]);
        }
        return text.toString();
    }

    /** Lengths of background and foreground in turn, summing to all pixels; a last background of 0 is left out. */
    private static int[] counts(int[] pairs, int pixels) {
        int reached = 0;
        int[] counts = new int[pairs.length + 1];
        for (int i = 0; i < pairs.length; i += 2) {
            counts[i] = pairs[i] - reached;
            counts[i + 1] = pairs[i + 1];
            reached = pairs[i] + pairs[i + 1];
        }
        counts[pairs.length] = pixels - reached;
        return counts[pairs.length] > 0 ? counts : Arrays.copyOf(counts, pairs.length);
    }

    /** Five bits a character, lowest first, the sixth bit set where more follow; from count 3 on as differences. */
    private static String compressed(int[] counts) {
        StringBuilder text = new StringBuilder(counts.length * 2);
        for (int i = 0; i < counts.length; i++) {
            int rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            boolean more = true;
            while (more) {
                int bits = rest & 0x1f;
                rest >>= 5;
                more = (bits & 0x10) != 0 ? rest != -1 : rest != 0;
                text.append((char) (48 + (more ? bits | 0x20 : bits)));
            }
        }
        return text.toString();
    }
}
