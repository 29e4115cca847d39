package dev.sam3flow.core.result;

import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.result.ChunkObjects.LocalObject;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.track.Stitcher;
import dev.sam3flow.core.track.Stitcher.Match;
import dev.sam3flow.core.track.Stitcher.Sighting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The seam of two neighbouring chunks before tracks have ids. */
record FoundSeam(
        Chunk earlier,
        Chunk later,
        int startFrame,
        int endFrame,
        int comparedFrames,
        List<Match> matches,
        List<Integer> unmatchedEarlier,
        List<Integer> unmatchedLater) {

    /** First and end frame that both chunks sent; equal where they share none. */
    private static int[] shared(Chunk earlier, Chunk later) {
        int start = later.sent().startFrame();
        return new int[] {start, Math.max(start, earlier.sent().endFrame())};
    }

    static int[] comparedFrames(Chunk earlier, Chunk later, StitchOptions options) {
        int[] shared = shared(earlier, later);
        return options.comparedFrames(shared[0], shared[1]);
    }

    /** Matches the objects of both sides and enters the matches in the book. */
    static FoundSeam find(
            Chunk earlier,
            ChunkObjects earlierObjects,
            Chunk later,
            ChunkObjects laterObjects,
            StitchOptions options,
            TrackBook book) {
        int[] frames = comparedFrames(earlier, later, options);
        List<LocalObject> before = earlierObjects.objects();
        List<LocalObject> after = laterObjects.objects();
        List<Match> matches = new ArrayList<>(
                new Stitcher(options).match(sightings(before, frames, false), sightings(after, frames, false)));
        matches.addAll(mergedMatches(before, after, frames));
        Set<Integer> matchedEarlier = new HashSet<>();
        Set<Integer> matchedLater = new HashSet<>();
        for (Match match : matches) {
            matchedEarlier.add(match.earlier());
            matchedLater.add(match.later());
            book.unite(earlier.index(), match.earlier(), later.index(), match.later());
        }
        int[] shared = shared(earlier, later);
        return new FoundSeam(
                earlier,
                later,
                shared[0],
                shared[1],
                frames.length,
                matches,
                unmatched(before, frames, matchedEarlier),
                unmatched(after, frames, matchedLater));
    }

    private static List<Sighting> sightings(List<LocalObject> objects, int[] frames, boolean merged) {
        return objects.stream()
                .filter(object -> object.merged == merged)
                .map(object -> object.sighting(frames))
                .filter(sighting -> !sighting.masks().isEmpty())
                .toList();
    }

    /** Merged masks of one label are one track by definition; the score only tells how well they agree. */
    private static List<Match> mergedMatches(List<LocalObject> before, List<LocalObject> after, int[] frames) {
        List<Match> matches = new ArrayList<>();
        for (LocalObject one : before) {
            for (LocalObject other : after) {
                if (one.merged && other.merged && one.label.equals(other.label)) {
                    Stitcher.Likeness likeness = Stitcher.likeness(one.sighting(frames), other.sighting(frames));
                    matches.add(new Match(one.number, other.number, likeness.score(), likeness.frames(), false));
                }
            }
        }
        return matches;
    }

    private static List<Integer> unmatched(List<LocalObject> objects, int[] frames, Set<Integer> matched) {
        return objects.stream()
                .filter(object -> !matched.contains(object.number))
                .filter(object -> !object.sighting(frames).masks().isEmpty())
                .map(object -> object.number)
                .toList();
    }

    Seam withIds(TrackBook book) {
        List<Seam.Joint> joints = new ArrayList<>();
        for (Match match : matches) {
            int id = book.id(earlier.index(), match.earlier());
            if (id > 0) {
                joints.add(new Seam.Joint(id, match.score(), match.frames(), match.ambiguous()));
            }
        }
        return new Seam(
                earlier.index(),
                later.index(),
                startFrame,
                endFrame,
                comparedFrames,
                joints,
                ids(book, earlier, unmatchedEarlier),
                ids(book, later, unmatchedLater));
    }

    /** Sentences about objects that go on here under another id. */
    Stream<String> renamed(TrackBook book) {
        return matches.stream()
                .map(match ->
                        new int[] {book.id(earlier.index(), match.earlier()), book.id(later.index(), match.later())})
                .filter(ids -> ids[0] > 0 && ids[1] > 0 && ids[0] != ids[1])
                .map(ids -> "At frame " + later.owned().startFrame() + " track " + ids[0] + " goes on as track "
                        + ids[1] + ": what was not segmented again keeps its ids.");
    }

    private static List<Integer> ids(TrackBook book, Chunk chunk, List<Integer> numbers) {
        return numbers.stream()
                .map(number -> book.id(chunk.index(), number))
                .filter(id -> id > 0)
                .toList();
    }
}
