package dev.sam3flow.core.result;

import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Track;
import java.util.List;

/**
 * What was put together: everything about a result but the masks themselves.
 *
 * @param tracks by id
 * @param seams one for each pair of neighbouring chunks that both have a result
 * @param gaps frames without a result; empty where it is whole
 * @param dialect how the masks were read
 * @param segments number of masks written
 * @param notes plain sentences a reader of the result should know
 */
public record AssembledResult(
        List<Track> tracks, List<Seam> seams, List<Gap> gaps, DialectFound dialect, long segments, List<String> notes) {
    public AssembledResult {
        tracks = List.copyOf(tracks);
        seams = List.copyOf(seams);
        gaps = List.copyOf(gaps);
        notes = List.copyOf(notes);
    }

    /** True where every frame has been looked at by the model. */
    public boolean isWhole() {
        return gaps.isEmpty();
    }
}
