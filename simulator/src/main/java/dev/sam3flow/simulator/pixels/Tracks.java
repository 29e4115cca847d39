package dev.sam3flow.simulator.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gives blobs the number of the object that they overlapped in the pictures before. */
final class Tracks {
    /** For how many pictures an object may be out of sight. */
    private static final int PATIENCE = 8;

    private static final class Seen {
        final int id;
        Blob blob;
        int at;

        Seen(int id, Blob blob, int at) {
            this.id = id;
            this.blob = blob;
            this.at = at;
        }
    }

    private final List<Seen> live = new ArrayList<>();
    private int lastId;
    private int picture;

    /** @return object number → its pixels in this picture; parts of one object are joined */
    Map<Integer, Blob> follow(List<Blob> blobs) {
        picture++;
        live.removeIf(seen -> picture - seen.at > PATIENCE);
        Map<Integer, Blob> objects = new TreeMap<>();
        List<Seen> fresh = new ArrayList<>();
        for (Blob blob : blobs) {
            Seen match = best(blob);
            if (match == null) {
                match = new Seen(++lastId, blob, picture);
                fresh.add(match);
            }
            objects.merge(match.id, blob, Blob::with);
        }
        live.addAll(fresh);
        for (Seen seen : live) {
            Blob now = objects.get(seen.id);
            if (now != null) {
                seen.blob = now;
                seen.at = picture;
            }
        }
        return objects;
    }

    private @Nullable Seen best(Blob blob) {
        Seen best = null;
        int most = 0;
        for (Seen seen : live) {
            int shared = seen.blob.shared(blob);
            if (shared > most) {
                most = shared;
                best = seen;
            }
        }
        return best;
    }
}
