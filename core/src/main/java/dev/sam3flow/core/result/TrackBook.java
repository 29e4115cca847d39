package dev.sam3flow.core.result;

import dev.sam3flow.core.result.ChunkObjects.LocalObject;
import dev.sam3flow.core.result.EarlierTracks.Place;
import dev.sam3flow.core.track.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of which chunks are one track: sets that are united match by match, then numbered in the order in which they
 * are first seen. Objects that have an id already keep it, whatever they are united with.
 */
final class TrackBook {
    private record Member(int chunk, int number) {}

    private final @Nullable EarlierTracks earlier;
    private final Map<Member, Member> parents = new HashMap<>();
    private final Map<String, Member> mergedByLabel = new HashMap<>();
    private final Map<Member, Integer> ids = new HashMap<>();
    private final List<ChunkObjects> chunks = new ArrayList<>();
    private int last;

    /** @param earlier whose ids are not used again, but for its own tracks; null where there is none */
    TrackBook(@Nullable EarlierTracks earlier) {
        this.earlier = earlier;
    }

    /**
     * Enters a chunk's objects; merged masks of one label are one track wherever they are.
     *
     * @param kept ids of those that have one already, by their numbers
     */
    void add(ChunkObjects chunk, Map<Integer, Integer> kept) {
        chunks.add(chunk);
        kept.forEach((number, id) -> ids.put(new Member(chunk.index(), number), id));
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

    /** Objects of one set in chunks one after the other that have no id yet, between those that have one. */
    private static final class Stretch {
        final @Nullable Integer before;
        final List<Member> members = new ArrayList<>();

        @Nullable
        Integer after;

        int firstFrame = Integer.MAX_VALUE;

        Stretch(@Nullable Integer before) {
            this.before = before;
        }
    }

    /**
     * Numbers the tracks; objects seen only in frames that another chunk owns get none of their own. What has no id yet goes on
     * with that of its set before, else after it, as long as no other object of its chunk has it; else it is a new track.
     */
    List<Track> number() {
        List<Stretch> open = stretches();
        open.removeIf(stretch -> goesOnAs(stretch.before, stretch));
        open.removeIf(stretch -> goesOnAs(stretch.after, stretch));
        open.sort(Comparator.comparingInt(stretch -> stretch.firstFrame));
        for (Stretch stretch : open) {
            if (stretch.firstFrame < Integer.MAX_VALUE) {
                int id = earlier == null ? ++last : earlier.next();
                stretch.members.forEach(member -> ids.put(member, id));
            }
        }
        return tracks();
    }

    /** In the order in which they are first seen: chunk by chunk, object by object. */
    private List<Stretch> stretches() {
        Map<Member, Stretch> current = new HashMap<>();
        Map<Member, Integer> last = new HashMap<>();
        List<Stretch> all = new ArrayList<>();
        Set<Stretch> seen = new LinkedHashSet<>();
        for (ChunkObjects chunk : chunks) {
            for (LocalObject object : chunk.objects()) {
                Member member = new Member(chunk.index(), object.number);
                Member root = root(member);
                Integer id = ids.get(member);
                if (id != null) {
                    last.put(root, id);
                    Stretch ended = current.remove(root);
                    if (ended != null) {
                        ended.after = id;
                    }
                    continue;
                }
                Stretch stretch = current.computeIfAbsent(root, unused -> {
                    Stretch begun = new Stretch(last.get(root));
                    all.add(begun);
                    return begun;
                });
                stretch.members.add(member);
                if (object.segments > 0) {
                    seen.add(stretch);
                    stretch.firstFrame = Math.min(stretch.firstFrame, object.firstFrame);
                }
            }
        }
        seen.addAll(all);
        return new ArrayList<>(seen);
    }

    private boolean goesOnAs(@Nullable Integer id, Stretch stretch) {
        if (earlier == null || id == null) {
            return false;
        }
        List<Place> places = stretch.members.stream()
                .map(member -> new Place(member.chunk(), id))
                .toList();
        if (places.stream().anyMatch(earlier::isTaken)) {
            return false;
        }
        places.forEach(earlier::take);
        stretch.members.forEach(member -> ids.put(member, id));
        return true;
    }

    private List<Track> tracks() {
        Map<Integer, Track> byId = new TreeMap<>();
        for (ChunkObjects chunk : chunks) {
            for (LocalObject object : chunk.objects()) {
                if (object.segments > 0) {
                    int id = id(chunk.index(), object.number);
                    Track part = new Track(
                            id, object.label, object.firstFrame, object.lastFrame, object.segments, object.merged);
                    byId.merge(id, part, Track::with);
                }
            }
        }
        return List.copyOf(byId.values());
    }

    /** The id of an object's track; 0 where it has none. */
    int id(int chunk, int number) {
        return ids.getOrDefault(new Member(chunk, number), 0);
    }
}
