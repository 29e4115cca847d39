package dev.sam3flow.core.result;

import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.track.Stitcher.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects of one chunk as a first pass over its file finds them: when each is seen, and its masks in the frames that
 * are compared with the neighbours.
 */
final class ChunkObjects implements ChunkFrames.Visitor {
    /** One object within the chunk; frames count where the chunk owns them. */
    static final class LocalObject {
        final int number;
        final String label;
        final boolean merged;
        int firstFrame = -1;
        int lastFrame = -1;
        int segments;
        private final Map<Integer, Mask> compared = new HashMap<>();

        private LocalObject(int number, String label, boolean merged) {
            this.number = number;
            this.label = label;
            this.merged = merged;
        }

        private void see(int frameIndex) {
            firstFrame = firstFrame < 0 ? frameIndex : Math.min(firstFrame, frameIndex);
            lastFrame = Math.max(lastFrame, frameIndex);
            segments++;
        }

        Sighting sighting(int[] frames) {
            Map<Integer, Mask> masks = new HashMap<>();
            for (int frame : frames) {
                Mask mask = compared.get(frame);
                if (mask != null) {
                    masks.put(frame, mask);
                }
            }
            return new Sighting(number, label, masks);
        }
    }

    private final Chunk chunk;
    private final Set<Integer> comparedFrames = new HashSet<>();
    private final Map<LocalKey, LocalObject> byKey = new LinkedHashMap<>();
    private final Set<String> severalNameless = new HashSet<>();
    private int numbers;

    ChunkObjects(Chunk chunk, int[] comparedWithEarlier, int[] comparedWithLater) {
        this.chunk = chunk;
        for (int frame : comparedWithEarlier) {
            comparedFrames.add(frame);
        }
        for (int frame : comparedWithLater) {
            comparedFrames.add(frame);
        }
    }

    int index() {
        return chunk.index();
    }

    @Override
    public void visit(int frameIndex, List<LocalSegment> segments) {
        Set<String> nameless = new HashSet<>();
        for (LocalSegment segment : segments) {
            if (!segment.key().named() && !nameless.add(segment.key().label())) {
                severalNameless.add(segment.key().label());
            }
            LocalObject object =
                    byKey.computeIfAbsent(segment.key(), key -> new LocalObject(numbers++, key.label(), false));
            if (chunk.owned().contains(frameIndex)) {
                object.see(frameIndex);
            }
            if (comparedFrames.contains(frameIndex)) {
                object.compared.put(frameIndex, segment.mask());
            }
        }
    }

    /** After the last frame: nameless objects of which no frame has two are the parts of one merged object. */
    void finish() {
        Map<String, LocalObject> merged = new HashMap<>();
        byKey.replaceAll((key, object) -> {
            if (key.named() || severalNameless.contains(key.label())) {
                return object;
            }
            LocalObject whole = merged.computeIfAbsent(key.label(), label -> new LocalObject(numbers++, label, true));
            whole.segments += object.segments;
            whole.firstFrame = earliest(whole.firstFrame, object.firstFrame);
            whole.lastFrame = Math.max(whole.lastFrame, object.lastFrame);
            whole.compared.putAll(object.compared);
            return whole;
        });
    }

    private static int earliest(int one, int other) {
        return one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** The object behind a key of this chunk. */
    LocalObject object(LocalKey key) {
        LocalObject object = byKey.get(key);
        if (object == null) {
            throw new IllegalStateException("object " + key + " of chunk " + chunk.index() + " was not seen before");
        }
        return object;
    }

    /** Every object once. */
    List<LocalObject> objects() {
        return new ArrayList<>(new LinkedHashSet<>(byKey.values()));
    }

    /** Labels of which nameless objects were followed from frame to frame. */
    Set<String> followedLabels() {
        return severalNameless;
    }

    /** Forgets the masks, once both seams are done. */
    void forgetMasks() {
        byKey.values().forEach(object -> object.compared.clear());
    }
}
