package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks in each dialect whether the masks of the first frame hold the points and fill the boxes of the request. */
final class PromptTally {
    /** A box that agrees with a mask's own box shares at least this much with it. */
    private static final double AGREEMENT = 0.5;

    private final FrameSize size;
    private final List<PointPrompt> points;
    private final List<BoxPrompt> boxes;
    private final Map<Dialect, BitSet> hits = new EnumMap<>(Dialect.class);
    private boolean looked;

    PromptTally(FrameSize size, @Nullable Prompts prompts) {
        this.size = size;
        points = prompts == null
                ? List.of()
                : prompts.points().stream().filter(PointPrompt::foreground).toList();
        boxes = prompts == null ? List.of() : prompts.boxes();
    }

    /** Looks at a mask of the file's {@code frame}-th frame, counted from 1, in the given dialects. */
    void look(long frame, RawRle source, RleNumbers numbers, Dialect... dialects) {
        if (frame > 1 || points.isEmpty() && boxes.isEmpty()) {
            return;
        }
        looked = true;
        for (Dialect dialect : dialects) {
            try {
                look(dialect.decode(size, numbers, source), hits.computeIfAbsent(dialect, any -> new BitSet()));
            } catch (MalformedRleException notThis) {
                // a dialect that cannot read the mask is ruled out elsewhere, with its reason
                hits.computeIfAbsent(dialect, any -> new BitSet());
            }
        }
    }

    private void look(Mask mask, BitSet found) {
        for (int i = 0; i < points.size(); i++) {
            PointPrompt point = points.get(i);
            if (size.contains(point.x(), point.y()) && mask.contains(point.x(), point.y())) {
                found.set(i);
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            BoxPrompt box = boxes.get(i);
            Box asked = new Box(box.xMin(), box.yMin(), box.xMax() - box.xMin(), box.yMax() - box.yMin());
            if (mask.boundingBox().iou(asked) >= AGREEMENT) {
                found.set(points.size() + i);
            }
        }
    }

    PromptEvidence evidence() {
        if (!looked) {
            return PromptEvidence.NONE;
        }
        Map<Dialect, Integer> counted = new EnumMap<>(Dialect.class);
        hits.forEach((dialect, found) -> counted.put(dialect, found.cardinality()));
        return new PromptEvidence(points.size() + boxes.size(), counted);
    }
}
