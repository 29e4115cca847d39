package dev.sam3flow.core.result;

import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a reader of a result should know, as plain sentences. */
final class ResultNotes {
    private ResultNotes() {}

    static List<String> of(
            List<Track> tracks,
            List<Seam> seams,
            List<Gap> gaps,
            List<String> followedLabels,
            Map<Integer, String> leftOut,
            List<String> renamed,
            boolean simulated) {
        List<String> notes = new ArrayList<>();
        if (simulated) {
            notes.add("SIMULATED: the masks come from the simulator, not from the model.");
        }
        for (Gap gap : gaps) {
            notes.add("Frames " + gap.frames() + " have no result: chunk " + gap.chunk() + " has none.");
        }
        for (Track track : tracks) {
            if (track.merged()) {
                notes.add(
                        "Track " + track.id() + " (" + track.label() + ") is a union mask: the provider gave one mask "
                                + "a frame, which may hold several objects.");
            }
        }
        if (!followedLabels.isEmpty()) {
            notes.add("The provider gave no ids for " + String.join(", ", followedLabels)
                    + ": objects were followed from frame to frame by their overlap.");
        }
        seams.forEach(seam -> addSeam(notes, seam));
        leftOut.forEach(
                (chunk, why) -> notes.add("Scores were left out: the file of chunk " + chunk + " " + why + "."));
        notes.addAll(renamed);
        return notes;
    }

    private static void addSeam(List<String> notes, Seam seam) {
        String where = "Between chunks " + seam.earlierChunk() + " and " + seam.laterChunk();
        if (seam.startFrame() == seam.endFrame()) {
            notes.add(where + " there is no overlap: objects get new tracks at frame " + seam.startFrame() + ".");
            return;
        }
        for (Seam.Joint joint : seam.matches()) {
            if (joint.ambiguous()) {
                notes.add(where + " the identity of track " + joint.track()
                        + " is ambiguous: another object matches nearly as well.");
            }
        }
        if (!seam.ended().isEmpty() || !seam.begun().isEmpty()) {
            notes.add(where + " some objects found no partner: ended " + ids(seam.ended()) + ", begun "
                    + ids(seam.begun()) + ".");
        }
    }

    private static String ids(List<Integer> ids) {
        return ids.isEmpty()
                ? "none"
                : ids.stream().distinct().map(id -> "track " + id).collect(Collectors.joining(", "));
    }
}
