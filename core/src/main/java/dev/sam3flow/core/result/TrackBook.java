package dev.sam3flow.core.result;

import dev.sam3flow.core.result.ChunkObjects.LocalObject;
import dev.sam3flow.core.track.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which objects of which chunks are one track: sets that are united match by match, then numbered from 1 in the order in
 * which they are first seen.
 */
final class TrackBook {
    private record Member(int chunk, int number) {}

    private final Map<Member, Member> parents = new HashMap<>();
    private final Map<String, Member> mergedByLabel = new HashMap<>();
    private final Map<Member, Integer> ids = new HashMap<>();
    private final List<ChunkObjects> chunks = new ArrayList<>();
    private List<Track> tracks = List.of();

    /** Enters a chunk's objects; merged masks of one label are one track wherever they are. */
    void add(ChunkObjects chunk) {
        chunks.add(chunk);
        for (LocalObject object : chunk.objects()) {
            Member member = new Member(chunk.index(), object.number);
            parents.put(member, member);
            if (object.merged) {
                Member first = mergedByLabel.putIfAbsent(object.label, member);
                if (first != null) {
                    unite(first, member);
                }
            }
        }
    }

    void unite(int earlierChunk, int earlierNumber, int laterChunk, int laterNumber) {
        unite(new Member(earlierChunk, earlierNumber), new Member(laterChunk, laterNumber));
    }

    private void unite(Member one, Member other) {
        parents.put(root(other), root(one));
    }

    private Member root(Member member) {
        Member at = member;
        Member parent = parents.getOrDefault(at, at);
        while (!parent.equals(at)) {
            at = parent;
            parent = parents.getOrDefault(at, at);
        }
        parents.put(member, at);
        return at;
    }

    /** Numbers the tracks; objects seen only in frames that another chunk owns get none of their own. */
    List<Track> number() {
        Map<Member, Track> byRoot = new LinkedHashMap<>();
        for (ChunkObjects chunk : chunks) {
            for (LocalObject object : chunk.objects()) {
                if (object.segments > 0) {
                    Track part = new Track(
                            0, object.label, object.firstFrame, object.lastFrame, object.segments, object.merged);
                    byRoot.merge(root(new Member(chunk.index(), object.number)), part, TrackBook::together);
                }
            }
        }
        List<Map.Entry<Member, Track>> ordered = new ArrayList<>(byRoot.entrySet());
        ordered.sort(Comparator.comparingInt(entry -> entry.getValue().firstFrame()));
        List<Track> numbered = new ArrayList<>();
        for (Map.Entry<Member, Track> entry : ordered) {
            Track track = entry.getValue();
            int id = numbered.size() + 1;
            ids.put(entry.getKey(), id);
            numbered.add(new Track(
                    id, track.label(), track.firstFrame(), track.lastFrame(), track.segments(), track.merged()));
        }
        tracks = List.copyOf(numbered);
        return tracks;
    }

    private static Track together(Track one, Track other) {
        return new Track(
                0,
                one.label(),
                Math.min(one.firstFrame(), other.firstFrame()),
                Math.max(one.lastFrame(), other.lastFrame()),
                one.segments() + other.segments(),
                one.merged());
    }

    /** The id of an object's track; 0 where it has none. */
    int id(int chunk, int number) {
        return ids.getOrDefault(root(new Member(chunk, number)), 0);
    }
}
