package dev.sam3flow.core.rle;

/** How an RLE file is arranged. */
public enum RleLayout {
    /** A JSON list with one entry a frame. */
    LIST,
    /** An object whose list {@code rle} has one entry a frame. */
    RLE_LIST,
    /** As {@link #RLE_LIST}, with lists of metadata, boxes or scores beside it. */
    RLE_LIST_WITH_METADATA,
    /** An object whose names are frame numbers. */
    MAP_BY_FRAME,
    /** An object whose list {@code frames} has one object a frame. */
    FRAMES,
    /** One string with a line for each of several frames. */
    LINES_IN_TEXT,
    /** One frame alone. */
    SINGLE_FRAME,
    /** One JSON document a line, each one frame. */
    JSON_LINES
}
