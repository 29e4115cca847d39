package dev.sam3flow.core.result;

import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The tracks of several passes under ids of one row: in the order in which they are first seen, then of the passes. */
final class PassTracks {
    private final Map<Integer, Track> all = new TreeMap<>();
    private final List<Map<Integer, Integer>> ids = new ArrayList<>();

    private record Own(int pass, Track track) {}

    /**
     * @param passes the tracks of each pass, by their ids there
     * @param keep whether they have ids of one row already
     */
    PassTracks(List<List<Track>> passes, boolean keep) {
        List<Own> ordered = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            int pass = i;
            ids.add(new HashMap<>());
            passes.get(i).forEach(track -> ordered.add(new Own(pass, track)));
        }
        ordered.sort(Comparator.comparingInt(own -> own.track().firstFrame()));
        for (Own own : ordered) {
            int id = keep ? own.track().id() : all.size() + 1;
            ids.get(own.pass()).put(own.track().id(), id);
            all.merge(id, own.track().withId(id), Track::with);
        }
    }

    private int id(int pass, int own) {
        return Objects.requireNonNull(ids.get(pass).get(own));
    }

    List<Track> all() {
        return List.copyOf(all.values());
    }

    /** A seam of a pass before which there are so many chunks. */
    Seam renamed(int pass, int chunksBefore, Seam seam) {
        return new Seam(
                chunksBefore + seam.earlierChunk(),
                chunksBefore + seam.laterChunk(),
                seam.startFrame(),
                seam.endFrame(),
                seam.comparedFrames(),
                seam.matches().stream()
                        .map(joint -> new Seam.Joint(
                                id(pass, joint.track()), joint.score(), joint.frames(), joint.ambiguous()))
                        .toList(),
                seam.ended().stream().map(own -> id(pass, own)).toList(),
                seam.begun().stream().map(own -> id(pass, own)).toList());
    }

    /** Reads all passes at once, frame by frame. */
    void interleave(List<MasksSource> passes, MasksWriter writer) throws IOException {
        List<MasksReader> readers = new ArrayList<>();
        try {
            for (MasksSource pass : passes) {
                readers.add(new MasksReader(pass.open()));
            }
            int frames = readers.get(0).header().video().frames();
            for (int frame = 0; frame < frames; frame++) {
                writer.write(next(readers));
            }
        } finally {
            for (MasksReader reader : readers) {
                reader.close();
            }
        }
    }

    private FrameSegments next(List<MasksReader> readers) throws IOException {
        List<Segment> segments = new ArrayList<>();
        FrameSegments last = null;
        for (int pass = 0; pass < readers.size(); pass++) {
            last = Objects.requireNonNull(readers.get(pass).next());
            for (Segment segment : last.segments()) {
                segments.add(new Segment(id(pass, segment.track()), segment.label(), segment.mask(), segment.score()));
            }
        }
        segments.sort(Comparator.comparingInt(Segment::track));
        FrameSegments any = Objects.requireNonNull(last);
        return new FrameSegments(any.frame(), any.ptsMicros(), segments);
    }
}
