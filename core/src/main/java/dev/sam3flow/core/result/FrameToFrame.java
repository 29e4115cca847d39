package dev.sam3flow.core.result;

import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.track.Stitcher;
import dev.sam3flow.core.track.Stitcher.Match;
import dev.sam3flow.core.track.Stitcher.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Follows objects without ids through the frames of one chunk: a mask goes on with the object whose last mask, at most
 * {@value #PATIENCE} frames old, it overlaps most.
 */
final class FrameToFrame {
    private static final int PATIENCE = 15;
    private static final StitchOptions OPTIONS = new StitchOptions(0, 0.2, 1, 0.1, 1);

    private final Stitcher stitcher = new Stitcher(OPTIONS);
    private final Map<String, List<Followed>> byLabel = new HashMap<>();

    private record Followed(int number, int frame, Mask mask) {}

    private int numbers;

    /** Numbers the masks of one frame and one label, in their order; frames must rise. */
    int[] follow(int frame, String label, List<Mask> masks) {
        List<Followed> open = byLabel.computeIfAbsent(label, unused -> new ArrayList<>());
        open.removeIf(followed -> followed.frame() < frame - PATIENCE);
        List<Sighting> before = new ArrayList<>();
        for (Followed followed : open) {
            before.add(new Sighting(followed.number(), label, Map.of(0, followed.mask())));
        }
        List<Sighting> now = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            now.add(new Sighting(i, label, Map.of(0, masks.get(i))));
        }
        int[] numbered = new int[masks.size()];
        for (Match match : stitcher.match(before, now)) {
            numbered[match.later()] = match.earlier();
        }
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = numbered[i] == 0 ? ++numbers : numbered[i];
            replace(open, new Followed(numbered[i], frame, masks.get(i)));
        }
        return numbered;
    }

    private static void replace(List<Followed> open, Followed seen) {
        for (Iterator<Followed> each = open.iterator(); each.hasNext(); ) {
            if (each.next().number() == seen.number()) {
                each.remove();
            }
        }
        open.add(seen);
    }
}
