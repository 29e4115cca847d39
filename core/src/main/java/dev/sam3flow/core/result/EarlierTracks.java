package dev.sam3flow.core.result;

import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The tracks of a result of which some chunks were segmented again: what lies in the other chunks keeps its ids, and a new
 * track gets one that was not used yet. For one writing.
 */
public final class EarlierTracks {
    /** An object of that id in a chunk, by its index within a pass. */
    record Place(int chunk, int id) {}

    private final MasksSource masks;
    private final Set<Integer> again;
    private final String dialect;
    private final Set<Place> taken = new HashSet<>();
    private int last;

    /**
     * @param masks the earlier result
     * @param again indices in the plan of the chunks that were segmented again
     */
    public EarlierTracks(MasksSource masks, Collection<Integer> again) throws IOException {
        MasksHeader header = masks.header();
        this.masks = masks;
        this.again = Set.copyOf(again);
        this.dialect = header.provenance().dialect();
        this.last = header.tracks().stream().mapToInt(Track::id).max().orElse(0);
    }

    /** New masks are no reason to read the old ones otherwise. */
    AssemblyOptions pinned(AssemblyOptions options) {
        return dialect.equals(DialectChoice.NONE)
                ? options
                : new AssemblyOptions(dialect, options.stitch(), options.simulated());
    }

    /** The ids of one pass. @param chunksBefore chunks of the plan before the pass */
    KeptIds pass(int chunksBefore) throws IOException {
        return new KeptIds(this, masks.open(), chunksBefore);
    }

    boolean isAgain(int chunk) {
        return again.contains(chunk);
    }

    boolean isTaken(Place place) {
        return taken.contains(place);
    }

    /** False where it is taken already. */
    boolean take(Place place) {
        return taken.add(place);
    }

    int next() {
        return ++last;
    }
}
