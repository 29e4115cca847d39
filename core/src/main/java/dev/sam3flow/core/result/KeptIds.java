package dev.sam3flow.core.result;

import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.result.EarlierTracks.Place;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ids that objects of chunks that were not segmented again have in an earlier result, found by their masks there: the
 * same file gives the same masks. Reads the earlier result once, beside the chunks.
 */
final class KeptIds implements AutoCloseable {
    private final EarlierTracks earlier;
    private final MasksReader reader;
    private final int chunksBefore;
    private final Map<LocalKey, Set<Integer>> candidates = new LinkedHashMap<>();
    private @Nullable FrameSegments at;

    KeptIds(EarlierTracks earlier, InputStream masks, int chunksBefore) throws IOException {
        this.earlier = earlier;
        this.reader = new MasksReader(masks);
        this.chunksBefore = chunksBefore;
    }

    /** Looks at a chunk's objects as they are found; chunks come in the plan's order. */
    ChunkFrames.Visitor watching(Chunk chunk, ChunkObjects found) {
        candidates.clear();
        if (earlier.isAgain(chunksBefore + chunk.index())) {
            return found;
        }
        return (frame, segments) -> {
            found.visit(frame, segments);
            if (chunk.owned().contains(frame)) {
                compare(segments, inEarlier(frame));
            }
        };
    }

    private List<Segment> inEarlier(int frame) throws IOException {
        while (at == null || at.frame() < frame) {
            at = Objects.requireNonNull(reader.next());
        }
        return at.segments();
    }

    private void compare(List<LocalSegment> segments, List<Segment> there) {
        for (LocalSegment segment : segments) {
            Set<Integer> same = there.stream()
                    .filter(other -> other.label().equals(segment.key().label())
                            && other.mask().equals(segment.mask())
                            && Objects.equals(other.score(), segment.score()))
                    .map(Segment::track)
                    .collect(Collectors.toSet());
            candidates.merge(segment.key(), same, KeptIds::common);
        }
    }

    private static Set<Integer> common(Set<Integer> one, Set<Integer> other) {
        Set<Integer> common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }

    /** Ids of the objects of the chunk that was watched last, by their numbers; each is taken there from now on. */
    Map<Integer, Integer> of(ChunkObjects chunk) {
        Map<Integer, Set<Integer>> byObject = new TreeMap<>();
        candidates.forEach((key, ids) -> byObject.merge(chunk.object(key).number, ids, KeptIds::common));
        Map<Integer, Integer> found = new HashMap<>();
        // two objects may have had the same masks all along: who has no choice goes first
        byObject.entrySet().stream()
                .sorted(Comparator.comparingInt(object -> object.getValue().size()))
                .forEach(object -> object.getValue().stream()
                        .sorted()
                        .filter(id -> earlier.take(new Place(chunk.index(), id)))
                        .findFirst()
                        .ifPresent(id -> found.put(object.getKey(), id)));
        return found;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
