package dev.sam3flow.core.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * The outline of one connected component: its outer ring and a ring for each hole.
 *
 * @param outer goes round the component, clockwise
 * @param holes go round what the component leaves out, counter-clockwise
 */
public record Contour(Ring outer, List<Ring> holes) {
    /** Copies the list. */
    public Contour {
        holes = List.copyOf(holes);
    }

    /** The outer ring and then the holes. */
    public List<Ring> rings() {
        List<Ring> rings = new ArrayList<>();
        rings.add(outer);
        rings.addAll(holes);
        return List.copyOf(rings);
    }

    /**
     * The mask of these outlines: a pixel is foreground when an odd number of rings goes round it. The inverse of
     * {@link Mask#contours}; what lies outside of the frame is cut off.
     */
    public static Mask draw(FrameSize size, List<Contour> contours) {
        ColumnChanges changes = new ColumnChanges(size);
        for (Contour contour : contours) {
            for (Ring ring : contour.rings()) {
                addHorizontalSides(changes, ring);
            }
        }
        return Mask.ofEnds(size, changes.toRunEnds());
    }

    private static void addHorizontalSides(ColumnChanges changes, Ring ring) {
        for (int i = 0; i < ring.size(); i++) {
            int next = (i + 1) % ring.size();
            int from = Math.min(ring.x(i), ring.x(next));
            int to = Math.max(ring.x(i), ring.x(next));
            for (int x = Math.max(0, from); x < Math.min(to, changes.size().width()); x++) {
                changes.add(x, ring.y(i));
            }
        }
    }
}
