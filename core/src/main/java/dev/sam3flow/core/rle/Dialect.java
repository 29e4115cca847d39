package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How RLE text is written: start/length pairs of the foreground, or counts of alternating runs of which the first is
 * background; from pixel 0 or 1; along rows or down columns; in digits, or in COCO's compressed characters.
 */
public enum Dialect {
    PAIRS_ROW_0("pairs-row-0", Form.PAIRS, PixelOrder.ROW_MAJOR, 0),
    PAIRS_ROW_1("pairs-row-1", Form.PAIRS, PixelOrder.ROW_MAJOR, 1),
    PAIRS_COLUMN_0("pairs-column-0", Form.PAIRS, PixelOrder.COLUMN_MAJOR, 0),
    PAIRS_COLUMN_1("pairs-column-1", Form.PAIRS, PixelOrder.COLUMN_MAJOR, 1),
    COUNTS_ROW("counts-row", Form.COUNTS, PixelOrder.ROW_MAJOR, 0),
    /** COCO's uncompressed counts. */
    COUNTS_COLUMN("counts-column", Form.COUNTS, PixelOrder.COLUMN_MAJOR, 0),
    /** COCO's compressed text, the only one that is no list of numbers. */
    COCO("coco", Form.COMPRESSED, PixelOrder.COLUMN_MAJOR, 0);

    /** What the numbers mean. */
    enum Form {
        PAIRS,
        COUNTS,
        COMPRESSED
    }

    private final String optionName;
    private final Form form;
    private final PixelOrder order;
    private final int base;

    Dialect(String optionName, Form form, PixelOrder order, int base) {
        this.optionName = optionName;
        this.form = form;
        this.order = order;
        this.base = base;
    }

    /**
     * The dialect with that option name.
     *
     * @throws InvalidInputException if there is none
     */
    public static Dialect ofOption(String name) {
        for (Dialect dialect : values()) {
            if (dialect.optionName.equals(name)) {
                return dialect;
            }
        }
        throw new InvalidInputException("dialect \"" + name + "\" is not known: give auto or one of "
                + Arrays.stream(values()).map(Dialect::optionName).collect(Collectors.joining(", ")));
    }

    /** The name on the command line and in {@code summary.json}, such as {@code pairs-row-1}. */
    public String optionName() {
        return optionName;
    }

    /** The order in which pixels are counted. */
    public PixelOrder order() {
        return order;
    }

    /** The number of the first pixel, 0 or 1; 0 where pixels are not numbered. */
    public int base() {
        return base;
    }

    Form form() {
        return form;
    }

    /**
     * Reads one mask. Text without a number or character is an empty mask.
     *
     * @throws MalformedRleException if it is not a mask of that size in this dialect; its offset is the file's where the
     *     RLE came from a file
     */
    public Mask decode(FrameSize size, RawRle rle) {
        if (rle.isEmpty()) {
            return Mask.empty(size);
        }
        if (form == Form.COMPRESSED) {
            return decodeCompressed(size, rle);
        }
        RleNumbers numbers = new RleNumbers();
        numbers.read(rle);
        return decode(size, numbers, rle);
    }

    /**
     * Reads one mask from text, offsets counted from its first character.
     *
     * @throws MalformedRleException as {@link #decode(FrameSize, RawRle)}
     */
    public Mask decode(FrameSize size, CharSequence text) {
        return decode(size, RawRle.of(text));
    }

    /** Reads a mask from numbers that have been parsed already. */
    Mask decode(FrameSize size, RleNumbers numbers, RawRle source) {
        try {
            return form == Form.PAIRS
                    ? Mask.ofPairs(size, numbers.values(), numbers.size(), base, order)
                    : Mask.ofCounts(size, numbers.values(), numbers.size(), order);
        } catch (MalformedRleException e) {
            throw new MalformedRleException(
                    source.offset(), "as " + optionName + ", number " + e.offset() + ": " + e.reason());
        }
    }

    private Mask decodeCompressed(FrameSize size, RawRle rle) {
        if (!(rle instanceof RawRle.Text text)) {
            throw new MalformedRleException(rle.offset(), "a list of numbers is not COCO's compressed text");
        }
        byte[] bytes = text.bytes();
        try {
            return Mask.ofCoco(size, bytes, 0, bytes.length);
        } catch (MalformedRleException e) {
            throw new MalformedRleException(text.offsetOf((int) e.offset()), "as coco: " + e.reason());
        }
    }

    /** Writes one mask; an empty mask is empty text in pairs, and a single background run in counts and COCO. */
    public String encode(Mask mask) {
        if (form == Form.COMPRESSED) {
            return mask.toCoco();
        }
        int[] numbers = encodeNumbers(mask);
        byte[] text = new byte[numbers.length * 11];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (i > 0) {
                text[at++] = ' ';
            }
            at = appendDigits(numbers[i], text, at);
        }
        return new String(text, 0, at, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes one mask as the numbers that {@link #encode} joins by blanks.
     *
     * @throws IllegalStateException for COCO's compressed text, which has none
     */
    public int[] encodeNumbers(Mask mask) {
        return switch (form) {
            case PAIRS -> mask.pairs(base, order);
            case COUNTS -> mask.counts(order);
            case COMPRESSED -> throw new IllegalStateException("coco is compressed text, not a list of numbers");
        };
    }

    private static int appendDigits(int number, byte[] text, int at) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    @Override
    public String toString() {
        return optionName;
    }
}
