package dev.sam3flow.simulator.mask;

import java.util.Locale;

/** How the JSON file of masks is laid out; the first is the most likely one. All but the frames-… ones merge objects. */
public enum MaskLayout {
    /** a list of texts, one a frame */
    STRINGS,
    /** {@code {"rle":[…]}} */
    RLE_LIST,
    /** {@code {"rle":[…],"metadata":[{index,score,box}],"boxes":[…],"scores":[…]}} */
    RLE_METADATA,
    /** a list of {@code {"counts","size"}} */
    COUNTS_LIST,
    /** {@code {"0":{"counts","size"},…}} */
    COUNTS_MAP,
    /** {@code {"frames":[{"frame_index","objects":[{"object_id","rle"}]}],"width","height","num_frames"}} */
    FRAMES_OBJECTS,
    /** the same with {@code track_id} */
    FRAMES_TRACKS,
    /** one text; where there are several frames, a line each */
    ONE_STRING,
    /** {@code {"counts","size"}} a line, without a list around */
    JSON_LINES;

    /** Reads a constant's name in the form {@code frames-objects}. */
    public static MaskLayout ofOption(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
