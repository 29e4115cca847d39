package dev.sam3flow.core.export;

import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The masks of a result by track instead of by frame. Short tracks are held in memory a batch at a time; a track longer
 * than a batch is read from the file whenever it is asked for.
 */
final class TrackSegments {
    private static final int BATCH = 20_000;

    /** One segment with its frame. */
    record Seen(int frameIndex, Segment segment) {}

    /** Takes one segment. */
    interface Visitor {
        void visit(Seen seen) throws IOException;
    }

    /** The segments of one track in frame order, as often as they are asked for. */
    interface OneTrack {
        void forEach(Visitor visitor) throws IOException;
    }

    /** Takes one track. */
    interface TrackVisitor {
        void visit(Track track, OneTrack segments) throws IOException;
    }

    private final MasksSource masks;
    private final MasksHeader header;
    private final int batchSegments;

    TrackSegments(MasksSource masks, MasksHeader header) {
        this(masks, header, BATCH);
    }

    TrackSegments(MasksSource masks, MasksHeader header, int batchSegments) {
        this.masks = masks;
        this.header = header;
        this.batchSegments = batchSegments;
    }

    /** Visits every track of the header in its order. */
    void forEach(TrackVisitor visitor) throws IOException {
        List<Track> batch = new ArrayList<>();
        int segments = 0;
        for (Track track : header.tracks()) {
            if (segments + (long) track.segments() > batchSegments) {
                visit(batch, visitor);
                batch.clear();
                segments = 0;
            }
            if (track.segments() > batchSegments) {
                visitor.visit(track, each -> readAgain(track.id(), each));
            } else {
                batch.add(track);
                segments += track.segments();
            }
        }
        visit(batch, visitor);
    }

    private void visit(List<Track> batch, TrackVisitor visitor) throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        Map<Integer, List<Seen>> seen = new HashMap<>();
        batch.forEach(track -> seen.put(track.id(), new ArrayList<>()));
        masks.forEachFrame(frame -> {
            for (Segment segment : frame.segments()) {
                List<Seen> own = seen.get(segment.track());
                if (own != null) {
                    own.add(new Seen(frame.frame(), segment));
                }
            }
        });
        for (Track track : batch) {
            List<Seen> own = seen.getOrDefault(track.id(), List.of());
            visitor.visit(track, each -> {
                for (Seen one : own) {
                    each.visit(one);
                }
            });
        }
    }

    private void readAgain(int trackId, Visitor visitor) throws IOException {
        masks.forEachFrame(frame -> {
            for (Segment segment : frame.segments()) {
                if (segment.track() == trackId) {
                    visitor.visit(new Seen(frame.frame(), segment));
                }
            }
        });
    }
}
