package dev.sam3flow.core.mask;

/** The order in which the pixels of a frame are counted. */
public enum PixelOrder {
    /** Along the first row from left to right, then the second row: pixel (x, y) is number {@code y * width + x}. */
    ROW_MAJOR,
    /** Down the first column, then the second column: pixel (x, y) is number {@code x * height + y}. COCO's order. */
    COLUMN_MAJOR;

    /** The number of pixel (x, y) in a frame of this size. */
    public int index(FrameSize size, int x, int y) {
        return this == ROW_MAJOR ? y * size.width() + x : x * size.height() + y;
    }
}
