package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which pixels of one frame belong to one object: width × height bits held as runs. Immutable; area and box are known
 * from the start. Nothing here draws pixels but the methods that return them.
 *
 * <p>Two masks are equal when they have the same size and the same pixels, however they were written.
 */
public final class Mask {
    private final FrameSize size;
    /**
     * Ends of alternating runs in column-major order. The first and the last are background and may be empty, the others
     * are not; so their number is odd and foreground run k lies between numbers 2k and 2k + 1.
     */
    private final int[] ends;

    private final int area;
    private final Box box;

    private Mask(FrameSize size, int[] ends) {
        this(size, ends, RunShape.box(ends, ends.length, size.height()));
    }

    private Mask(FrameSize size, int[] ends, Box box) {
        this.size = size;
        this.ends = ends;
        this.area = RunShape.area(ends, ends.length);
        this.box = box;
    }

    static Mask ofEnds(FrameSize size, int[] ends) {
        return new Mask(size, ends);
    }

    private static Mask ofEnds(FrameSize size, int[] ends, PixelOrder order) {
        int[] columnMajor =
                order == PixelOrder.COLUMN_MAJOR ? ends : RunOrder.turn(ends, ends.length, size.width(), size.height());
        return new Mask(size, columnMajor);
    }

    /** A mask without foreground. */
    public static Mask empty(FrameSize size) {
        return new Mask(size, new int[] {size.pixels()});
    }

    /** A mask that covers the frame. */
    public static Mask full(FrameSize size) {
        return new Mask(size, new int[] {0, size.pixels(), size.pixels()});
    }

    /** A mask that covers the part of the box that lies in the frame. */
    public static Mask ofBox(FrameSize size, Box box) {
        Box inside = box.intersection(size.box());
        RunBuilder runs = new RunBuilder(2 * inside.width());
        for (int x = inside.x(); x < inside.endX(); x++) {
            runs.addInterval(x * size.height() + inside.y(), x * size.height() + inside.endY());
        }
        return new Mask(size, runs.finish(size.pixels()));
    }

    /**
     * Reads COCO's compressed text as pycocotools writes it. Empty text is an empty mask; empty runs within are joined
     * away.
     *
     * @param text characters '0' to 'o'
     * @throws MalformedRleException with the character's offset when the text is broken or its counts do not sum to the
     *     frame's pixels
     */
    public static Mask ofCoco(FrameSize size, String text) {
        // not Latin-1: it would turn other characters into '?', which is one of the alphabet
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ofCoco(size, bytes, 0, bytes.length);
    }

    /**
     * Reads COCO's compressed text from bytes {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws MalformedRleException with the offset from {@code from}, as {@link #ofCoco(FrameSize, String)}
     */
    public static Mask ofCoco(FrameSize size, byte[] text, int from, int to) {
        int[] ends = new int[CocoText.room(to - from)];
        int count = CocoText.decode(text, from, to, size, ends);
        return new Mask(size, Arrays.copyOf(ends, count));
    }

    /**
     * Reads alternating counts, count 0 background. Counts of 0 are joined away; no counts at all are an empty mask.
     *
     * @throws MalformedRleException with the index of the count that is negative or exceeds the frame, or with the
     *     number of counts when their sum is too small
     */
    public static Mask ofCounts(FrameSize size, int[] counts, PixelOrder order) {
        return ofCounts(size, counts, counts.length, order);
    }

    /** As {@link #ofCounts(FrameSize, int[], PixelOrder)}, from the first {@code used} numbers of the array. */
    public static Mask ofCounts(FrameSize size, int[] counts, int used, PixelOrder order) {
        return ofEnds(size, RunNumbers.ofCounts(size, counts, used), order);
    }

    /**
     * Reads pairs of start and length of the foreground runs. Pairs must rise and may touch; no pairs are an empty mask.
     *
     * @param startLength start, length, start, length, …
     * @param used how many numbers of the array count, twice the number of pairs
     * @param base number of the first pixel, 0 or 1
     * @throws MalformedRleException with the index of the number that is out of order or beyond the frame
     */
    public static Mask ofPairs(FrameSize size, int[] startLength, int used, int base, PixelOrder order) {
        return ofEnds(size, RunNumbers.ofPairs(size, startLength, used, base), order);
    }

    /**
     * Reads a picture of one byte a pixel; 0 is background, every other value foreground.
     *
     * @throws IllegalArgumentException when the array is not exactly width × height long
     */
    public static Mask ofBytes(FrameSize size, byte[] pixels, PixelOrder order) {
        requirePixels(size, pixels.length);
        return ofEnds(size, PixelRuns.scan(pixels, pixels.length), order);
    }

    /**
     * Reads a set of pixel numbers.
     *
     * @throws IllegalArgumentException when a number is beyond the frame
     */
    public static Mask ofBits(FrameSize size, BitSet pixels, PixelOrder order) {
        if (pixels.length() > size.pixels()) {
            throw new IllegalArgumentException("Pixel " + (pixels.length() - 1) + " lies beyond the frame " + size
                    + ": its last pixel is " + (size.pixels() - 1));
        }
        return ofEnds(size, PixelRuns.scan(pixels.toLongArray(), size.pixels()), order);
    }

    /**
     * Reads packed bits: pixel i is bit {@code i % 64} (lowest first) of word {@code i / 64}.
     *
     * @throws IllegalArgumentException when a bit beyond the frame is set
     */
    public static Mask ofBits(FrameSize size, long[] words, PixelOrder order) {
        return ofBits(size, BitSet.valueOf(words), order);
    }

    /** The frame's size. */
    public FrameSize size() {
        return size;
    }

    /** Number of foreground pixels. */
    public int area() {
        return area;
    }

    /** The smallest box around the foreground; {@link Box#EMPTY} when there is none. */
    public Box boundingBox() {
        return box;
    }

    /** Whether there is no foreground. */
    public boolean isEmpty() {
        return area == 0;
    }

    /** Number of alternating runs; the first is background and may be empty. */
    public int runCount() {
        return lastIsEmpty(ends) ? ends.length - 1 : ends.length;
    }

    private static boolean lastIsEmpty(int[] ends) {
        return ends.length > 1 && ends[ends.length - 1] == ends[ends.length - 2];
    }

    /** COCO's compressed text, character for character what pycocotools writes for this mask. */
    public String toCoco() {
        byte[] text = new byte[CocoText.roomForText(ends.length)];
        int length = CocoCharacters.PLAIN.write(ends, ends.length, text, 0);
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Bytes that {@link #writeCocoJson} may write. */
    public int roomForCocoJson() {
        return CocoText.roomForJson(ends.length);
    }

    /**
     * Writes {@link #toCoco} from {@code at} on as it stands between the quotes of a JSON string: with backslashes
     * doubled. What lies up to {@link #roomForCocoJson} bytes from there may be overwritten.
     *
     * @return the offset after the last character
     * @throws IndexOutOfBoundsException when the array is too short
     */
    public int writeCocoJson(byte[] text, int at) {
        return CocoCharacters.JSON.write(ends, ends.length, text, at);
    }

    /** Alternating counts, count 0 background (it may be 0), column-major: COCO's uncompressed counts. */
    public int[] counts() {
        return counts(PixelOrder.COLUMN_MAJOR);
    }

    /** Alternating counts in the given order, count 0 background (it may be 0). */
    public int[] counts(PixelOrder order) {
        int[] runEnds = runEnds(order);
        int[] counts = Arrays.copyOf(runEnds, lastIsEmpty(runEnds) ? runEnds.length - 1 : runEnds.length);
        for (int i = counts.length - 1; i > 0; i--) {
            counts[i] -= counts[i - 1];
        }
        return counts;
    }

    /** Start/length pairs of the foreground runs in the given order, the first pixel being number {@code base}. */
    public int[] pairs(int base, PixelOrder order) {
        int[] runEnds = runEnds(order);
        int[] pairs = new int[runEnds.length - 1];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = runEnds[i] + base;
            pairs[i + 1] = runEnds[i + 1] - runEnds[i];
        }
        return pairs;
    }

    /** A picture of one byte a pixel, 1 for foreground and 0 for background. */
    public byte[] toBytes(PixelOrder order) {
        byte[] pixels = new byte[size.pixels()];
        writeInto(pixels, order);
        return pixels;
    }

    /**
     * Draws the picture of {@link #toBytes} into an array that may hold anything before.
     *
     * @throws IllegalArgumentException when the array is not exactly width × height long
     */
    public void writeInto(byte[] pixels, PixelOrder order) {
        requirePixels(size, pixels.length);
        int[] ordered = runEnds(order);
        PixelRuns.draw(ordered, ordered.length, pixels);
    }

    /** The numbers of the foreground pixels. */
    public BitSet toBits(PixelOrder order) {
        long[] words = new long[size.pixels() + 63 >> 6];
        writeInto(words, order);
        return BitSet.valueOf(words);
    }

    /**
     * Writes packed bits into an array that may hold anything before: pixel i becomes bit {@code i % 64} (lowest first)
     * of word {@code i / 64}.
     *
     * @throws IllegalArgumentException when the array has fewer than width × height bits
     */
    public void writeInto(long[] words, PixelOrder order) {
        requireBits(size, words.length);
        int[] runEnds = runEnds(order);
        Arrays.fill(words, 0L);
        PixelRuns.paint(runEnds, runEnds.length, words);
    }

    /**
     * Whether the pixel at column x and row y is foreground.
     *
     * @throws IndexOutOfBoundsException when the pixel lies outside of the frame
     */
    public boolean contains(int x, int y) {
        if (!size.contains(x, y)) {
            throw new IndexOutOfBoundsException("Pixel " + x + "," + y + " lies outside of the frame " + size);
        }
        int found = Arrays.binarySearch(ends, 0, ends.length - 1, x * size.height() + y);
        int run = found < 0 ? ~found : found + 1;
        return (run & 1) == 1;
    }

    /** Number of pixels that are foreground in both masks. */
    public int intersectionArea(Mask other) {
        requireSameSize(other);
        return box.intersects(other.box) ? RunOverlap.pixels(ends, other.ends) : 0;
    }

    /** Intersection over union, 0 to 1; 0 when both masks are empty, as in COCO. */
    public double iou(Mask other) {
        int shared = intersectionArea(other);
        return shared == 0 ? 0 : (double) shared / (area + other.area - shared);
    }

    /** Intersection over this mask's own area, 0 to 1: COCO's IoU with an annotation of a crowd. */
    public double iouCrowd(Mask crowd) {
        int shared = intersectionArea(crowd);
        return shared == 0 ? 0 : (double) shared / area;
    }

    /** Pixels that are foreground in this mask or in any of the others. */
    public Mask union(Mask... others) {
        int[][] otherEnds = new int[others.length][];
        Box around = box;
        for (int i = 0; i < others.length; i++) {
            requireSameSize(others[i]);
            otherEnds[i] = others[i].ends;
            around = around.union(others[i].box);
        }
        return new Mask(size, RunUnion.of(ends, otherEnds), around);
    }

    /** Pixels that are foreground in this mask and in all others. */
    public Mask intersection(Mask... others) {
        return combine(RunCombination.INTERSECTION, others);
    }

    /** Pixels that are foreground in this mask and in none of the others. */
    public Mask difference(Mask... others) {
        return combine(RunCombination.DIFFERENCE, others);
    }

    /** Pixels that are foreground in exactly one of the two. */
    public Mask exclusive(Mask other) {
        return combine(RunCombination.EXCLUSIVE, other);
    }

    /** Foreground and background exchanged. */
    public Mask complement() {
        int total = size.pixels();
        int from = ends[0] == 0 ? 1 : 0;
        int to = lastIsEmpty(ends) ? ends.length - 1 : ends.length;
        int[] inverse = new int[to - from + (from == 0 ? 1 : 0) + (to == ends.length ? 1 : 0)];
        System.arraycopy(ends, from, inverse, from == 0 ? 1 : 0, to - from);
        inverse[inverse.length - 1] = total;
        return new Mask(size, inverse);
    }

    /**
     * The part of the mask that lies in the box, as a mask of the box's size.
     *
     * @throws IllegalArgumentException when the box is empty or reaches beyond the frame
     */
    public Mask crop(Box window) {
        if (window.isEmpty() || !window.intersection(size.box()).equals(window)) {
            throw new IllegalArgumentException(window + " does not lie in the frame " + size);
        }
        return through(window);
    }

    /**
     * The mask in a frame that is larger by so many pixels of background on each side.
     *
     * @throws IllegalArgumentException when a margin is negative or the new frame is too large
     */
    public Mask pad(int left, int top, int right, int bottom) {
        if (left < 0 || top < 0 || right < 0 || bottom < 0) {
            throw new IllegalArgumentException("Margins " + left + "," + top + "," + right + "," + bottom
                    + ": each must be 0 or more; use crop to take pixels away");
        }
        return through(new Box(-left, -top, size.width() + left + right, size.height() + top + bottom));
    }

    /** The foreground moved to the right and down in the same frame; what leaves the frame is lost. */
    public Mask translate(int right, int down) {
        return through(new Box(-right, -down, size.width(), size.height()));
    }

    private Mask through(Box window) {
        FrameSize target = new FrameSize(window.width(), window.height());
        return new Mask(target, Reshaping.window(ends, size.height(), window));
    }

    /** Left and right exchanged. */
    public Mask flipHorizontally() {
        return new Mask(size, Reshaping.rotatedByHalf(Reshaping.upsideDown(ends, size)));
    }

    /** Top and bottom exchanged. */
    public Mask flipVertically() {
        return new Mask(size, Reshaping.upsideDown(ends, size));
    }

    /** Columns and rows exchanged: pixel (x, y) becomes pixel (y, x). */
    public Mask transpose() {
        return new Mask(size.transposed(), runEnds(PixelOrder.ROW_MAJOR));
    }

    /** The mask in another size; each pixel takes the value of the pixel that lies under its centre. */
    public Mask scale(FrameSize target) {
        return new Mask(target, Reshaping.scaled(ends, size, target));
    }

    /** The connected parts of the foreground, in the order of their first pixel, column-major. */
    public List<Mask> components(Connectivity connectivity) {
        return Components.of(ends, size, connectivity).masks(label -> true);
    }

    /**
     * The connected parts of the background that do not reach the frame's edge.
     *
     * @param connectivity the foreground's; the background takes the other one
     */
    public List<Mask> holes(Connectivity connectivity) {
        Components background = Components.of(complement().ends, size, connectivity.ofBackground());
        return background.masks(label -> !background.isAtBorder(label));
    }

    /**
     * With holes of fewer than so many pixels filled.
     *
     * @param connectivity the foreground's, as in {@link #holes}
     */
    public Mask fillHoles(int pixels, Connectivity connectivity) {
        Components background = Components.of(complement().ends, size, connectivity.ofBackground());
        int[] open = background.select(label -> background.isAtBorder(label) || background.area(label) >= pixels);
        return new Mask(size, open).complement();
    }

    /** Without connected parts of fewer than so many pixels. */
    public Mask removeSpecks(int pixels, Connectivity connectivity) {
        Components components = Components.of(ends, size, connectivity);
        return new Mask(size, components.select(label -> components.area(label) >= pixels));
    }

    /** Number of pixel edges between foreground and background; what lies beyond the frame counts as background. */
    public int boundaryLength() {
        int facingLeftOrRight = area - RunOverlap.pixelsWhenShifted(ends, size.height());
        return 2 * (ColumnParts.count(ends, size.height()) + facingLeftOrRight);
    }

    /** The outlines of the connected parts, in the order of {@link #components}. */
    public List<Contour> contours(Connectivity connectivity) {
        return ContourTracer.trace(ends, size, connectivity);
    }

    /**
     * The mean of the foreground pixels' centres.
     *
     * @throws IllegalStateException when there is no foreground
     */
    public Centroid centroid() {
        if (isEmpty()) {
            throw new IllegalStateException("An empty mask has no centroid");
        }
        double[] sums = new double[2];
        ColumnParts.each(ends, size.height(), (x, top, bottom) -> {
            double pixels = (double) bottom - top;
            sums[0] += pixels * (x + 0.5);
            sums[1] += pixels * (top + bottom) / 2;
        });
        return new Centroid(sums[0] / area, sums[1] / area);
    }

    private Mask combine(RunCombination combination, Mask... others) {
        int[] result = ends;
        for (Mask other : others) {
            requireSameSize(other);
            result = combination.combine(result, other.ends);
        }
        return new Mask(size, result);
    }

    /** The run ends as they are held; not to be changed. */
    int[] runEnds() {
        return ends;
    }

    /** The run ends in the given order; not to be changed. */
    int[] runEnds(PixelOrder order) {
        return order == PixelOrder.COLUMN_MAJOR ? ends : RunOrder.turn(ends, ends.length, size.height(), size.width());
    }

    private void requireSameSize(Mask other) {
        if (!size.equals(other.size)) {
            throw new IllegalArgumentException(
                    "Masks of different frames: " + size + " and " + other.size + "; scale or crop one of them first");
        }
    }

    static void requireBits(FrameSize size, int words) {
        int needed = size.pixels() + 63 >> 6;
        if (words < needed) {
            throw new IllegalArgumentException(
                    "An array of " + words + " words for the frame " + size + ": at least " + needed + " are needed");
        }
    }

    static void requirePixels(FrameSize size, int length) {
        if (length != size.pixels()) {
            throw new IllegalArgumentException(
                    "An array of " + length + " pixels for the frame " + size + ": expected " + size.pixels());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && size.equals(mask.size) && Arrays.equals(ends, mask.ends);
    }

    @Override
    public int hashCode() {
        return 31 * size.hashCode() + Arrays.hashCode(ends);
    }

    /** Size, area and box. */
    @Override
    public String toString() {
        return "Mask[" + size + ", area " + area + ", box " + box.x() + "," + box.y() + " " + box.width() + "x"
                + box.height() + "]";
    }
}
