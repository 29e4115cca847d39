package dev.sam3flow.core.result;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.SideLists;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the objects of one chunk are seen last, each by itself: an object that is hidden for a moment just where the next
 * chunk starts is not lost for it.
 */
public final class LastSeen {
    /** Frames that an object may be gone before another is, and not be over; as within a chunk. */
    private static final int PATIENCE = 15;

    private final int to;
    private final Map<LocalKey, Seen> last = new LinkedHashMap<>();
    private final Map<Integer, Integer> masks = new HashMap<>();
    private int newest = -1;

    private record Seen(int frame, Box box) {}

    private LastSeen(int to) {
        this.to = to;
    }

    /**
     * The boxes around the last masks up to a frame, those of the last frame that has any first, in the file's order. Never
     * more than there are masks in one frame: an object that cannot be followed counts once.
     *
     * @param rle the provider's file of the chunk; stays open
     * @param to index in the video of the last frame that is looked at
     * @throws MalformedResponseException if the file has other frames, or masks of another size, than what was sent
     * @throws MalformedRleException if a mask is not what the dialect says
     */
    public static List<Box> boxes(InputStream rle, Chunk chunk, FrameSize size, Dialect dialect, int to)
            throws IOException {
        LastSeen seen = new LastSeen(to);
        new ChunkFrames(chunk, size, null, dialect).read(rle, SideLists.NONE, seen::visit);
        return seen.boxes();
    }

    private void visit(int frame, List<LocalSegment> segments) {
        if (frame > to || segments.isEmpty()) {
            return;
        }
        newest = frame;
        masks.put(frame, segments.size());
        for (LocalSegment segment : segments) {
            // in the order of the latest frame
            last.remove(segment.key());
            last.put(segment.key(), new Seen(frame, segment.mask().boundingBox()));
        }
    }

    private List<Box> boxes() {
        int from = newest - PATIENCE;
        int most = masks.entrySet().stream()
                .filter(frame -> frame.getKey() >= from)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
        return last.values().stream()
                .filter(seen -> seen.frame() >= from)
                .sorted(Comparator.comparingInt(Seen::frame).reversed())
                .limit(most)
                .map(Seen::box)
                .toList();
    }
}
