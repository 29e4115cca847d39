package dev.sam3flow.core.quality;

import dev.sam3flow.core.video.FrameRange;
import java.util.List;
import java.util.Locale;

/**
 * Something in a result that looks wrong.
 *
 * @param kind what
 * @param tracks whose, one or two
 * @param frames where
 * @param sentence plain words for a person
 */
public record Finding(Kind kind, List<Integer> tracks, FrameRange frames, String sentence) {
    public Finding {
        tracks = List.copyOf(tracks);
    }

    /** The closed list of what is looked for. */
    public enum Kind {
        /** gone for a few frames, then back */
        FLICKER,
        /** gone for longer, then back */
        EMPTY_SPAN,
        /** not a pixel changes for long */
        FROZEN,
        /** much larger or smaller from one frame to the next */
        AREA_JUMP,
        /** somewhere else from one frame to the next */
        POSITION_JUMP,
        /** most of the frame is covered */
        COVERS_FRAME,
        /** the box touches the frame's border for long */
        BORDER_GLUED,
        /** two tracks have exchanged their objects */
        IDENTITY_SWAP;

        /** The name in {@code quality.json}, such as {@code "area-jump"}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
