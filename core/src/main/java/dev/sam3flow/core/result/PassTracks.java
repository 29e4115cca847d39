package dev.sam3flow.core.result;

import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The tracks of several passes under ids of one row: in the order in which they are first seen, then of the passes. */
final class PassTracks {
    private final List<Track> all = new ArrayList<>();
    private final int[][] ids;

    private record Own(int pass, Track track) {}

    /** @param passes the tracks of each pass, by their ids there, which count from 1 */
    PassTracks(List<List<Track>> passes) {
        ids = new int[passes.size()][];
        List<Own> ordered = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            int pass = i;
            ids[i] = new int[passes.get(i).size() + 1];
            passes.get(i).forEach(track -> ordered.add(new Own(pass, track)));
        }
        ordered.sort(Comparator.comparingInt(own -> own.track().firstFrame()));
        for (Own own : ordered) {
            Track track = own.track();
            int id = all.size() + 1;
            ids[own.pass()][track.id()] = id;
            all.add(new Track(
                    id, track.label(), track.firstFrame(), track.lastFrame(), track.segments(), track.merged()));
        }
    }

    List<Track> all() {
        return all;
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
                                ids[pass][joint.track()], joint.score(), joint.frames(), joint.ambiguous()))
                        .toList(),
                seam.ended().stream().map(id -> ids[pass][id]).toList(),
                seam.begun().stream().map(id -> ids[pass][id]).toList());
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
                segments.add(new Segment(ids[pass][segment.track()], segment.label(), segment.mask(), segment.score()));
            }
        }
        segments.sort(Comparator.comparingInt(Segment::track));
        FrameSegments any = Objects.requireNonNull(last);
        return new FrameSegments(any.frame(), any.ptsMicros(), segments);
    }
}
