package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.track.Segment;
import java.util.List;

/** Colours, boxes and names of the tracks of one frame. */
final class OverlayPainter {
    /** Of 256. */
    private static final int MASK_WEIGHT = 115;

    private static final int LONGEST_NAME = 40;

    private final FrameSize size;
    private final int scale;

    OverlayPainter(FrameSize size) {
        this.size = size;
        this.scale = Math.max(1, Math.min(size.width(), size.height()) / 400);
    }

    void paint(Picture picture, List<Segment> segments) {
        for (Segment segment : segments) {
            picture.blend(segment.mask(), Colour.ofTrack(segment.track()), MASK_WEIGHT);
        }
        for (Segment segment : segments) {
            Box box = segment.mask().boundingBox();
            if (!box.isEmpty()) {
                Colour colour = Colour.ofTrack(segment.track());
                picture.outline(box, 1 + scale, colour);
                name(picture, box, segment.track() + " " + segment.label(), colour);
            }
        }
    }

    /** A strip above the box, or within it where there is no room above. */
    private void name(Picture picture, Box box, String text, Colour colour) {
        String shown = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
        int width = Glyphs.width(shown, scale) + 4 * scale;
        int height = Glyphs.height(scale) + 4 * scale;
        int x = Math.max(0, Math.min(box.x(), size.width() - width));
        int y = box.y() >= height ? box.y() - height : box.y();
        picture.fill(new Box(x, y, width, height), colour);
        Glyphs.draw(shown, x + 2 * scale, y + 2 * scale, scale, dot -> picture.fill(dot, colour.ink()));
    }
}
