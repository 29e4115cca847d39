package dev.sam3flow.simulator;

/** How the two result URLs sit in a prediction's {@code outputs}. */
public enum OutputWrapping {
    /** {@code [{"rle_url","video_url"}]} */
    OBJECT_IN_LIST,
    /** the same object as JSON text in a list */
    TEXT_IN_LIST,
    /** {@code [rle_url, video_url]} */
    URLS_IN_LIST,
    /** the object without a list */
    OBJECT
}
