package dev.sam3flow.core.mask;

import dev.sam3flow.core.error.MalformedRleException;
import java.util.Arrays;

/**
 * A place to read one mask after the other without leaving garbage behind, for those who pass many masks on. It holds
 * the runs of the mask that was read last; {@link #toMask} keeps them. Not safe for use by several threads at once.
 */
public final class RunBuffer {
    private int[] ends = {1};
    private int count = 1;
    private final RunOrder order = new RunOrder();
    private FrameSize size = new FrameSize(1, 1);

    /** A buffer that holds an empty mask of one pixel. */
    public RunBuffer() {}

    /**
     * Reads COCO's compressed text from bytes {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws MalformedRleException with the offset from {@code from}, as {@link Mask#ofCoco(FrameSize, String)}; the
     *     buffer then holds nothing that can be used
     */
    public void readCoco(FrameSize frame, byte[] text, int from, int to) {
        int room = CocoText.room(to - from);
        if (ends.length < room) {
            ends = new int[room + room / 2];
        }
        count = CocoText.decode(text, from, to, frame, ends);
        size = frame;
    }

    /** Takes over a mask. */
    public void set(Mask mask) {
        int[] others = mask.runEnds();
        if (ends.length < others.length) {
            ends = new int[others.length];
        }
        System.arraycopy(others, 0, ends, 0, others.length);
        count = others.length;
        size = mask.size();
    }

    /** The frame's size. */
    public FrameSize size() {
        return size;
    }

    /** Number of foreground pixels. */
    public int area() {
        return RunShape.area(ends, count);
    }

    /** The smallest box around the foreground; {@link Box#EMPTY} when there is none. */
    public Box boundingBox() {
        return RunShape.box(ends, count, size.height());
    }

    /** Bytes that {@link #writeCoco} may write. */
    public int roomForCoco() {
        return CocoText.roomForText(count);
    }

    /**
     * Writes COCO's compressed text from {@code at} on; what lies up to {@link #roomForCoco} bytes from there may be
     * overwritten.
     *
     * @return the offset after the last character
     * @throws IndexOutOfBoundsException when the array is too short
     */
    public int writeCoco(byte[] text, int at) {
        return CocoCharacters.PLAIN.write(ends, count, text, at);
    }

    /**
     * Draws the mask as {@link Mask#writeInto(byte[], PixelOrder)} does.
     *
     * @throws IllegalArgumentException when the array is not exactly width × height long
     */
    public void writeInto(byte[] pixels, PixelOrder pixelOrder) {
        Mask.requirePixels(size, pixels.length);
        if (pixelOrder == PixelOrder.COLUMN_MAJOR) {
            PixelRuns.draw(ends, count, pixels);
        } else {
            int across = order.turnAround(ends, count, size.height(), size.width());
            PixelRuns.draw(order.turned(), across, pixels);
        }
    }

    /**
     * Writes packed bits, column-major, as {@link Mask#writeInto(long[], PixelOrder)} does.
     *
     * @throws IllegalArgumentException when the array has fewer than width × height bits
     */
    public void writeInto(long[] words) {
        Mask.requireBits(size, words.length);
        Arrays.fill(words, 0L);
        PixelRuns.paint(ends, count, words);
    }

    /** The mask as a value of its own. */
    public Mask toMask() {
        return Mask.ofEnds(size, Arrays.copyOf(ends, count));
    }
}
