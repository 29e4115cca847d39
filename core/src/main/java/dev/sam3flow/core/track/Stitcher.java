package dev.sam3flow.core.track;

import dev.sam3flow.core.mask.Mask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which objects of two neighbouring chunks are the same, by their masks in the frames both have sent.
 *
 * <p>The score of two objects is the greater of their IoU pooled over the frames in which both exist, and their best IoU
 * in a single frame less {@value #SINGLE_FRAME_PENALTY}. Objects of the same label are paired so that the sum of scores
 * is greatest.
 */
public final class Stitcher {
    private static final double SINGLE_FRAME_PENALTY = 0.1;

    private final StitchOptions options;

    public Stitcher(StitchOptions options) {
        this.options = options;
    }

    /**
     * One object of one chunk in the compared frames.
     *
     * @param id the caller's name for it
     * @param label only objects of the same label are the same
     * @param masks by frame index, none of them empty
     */
    public record Sighting(int id, String label, Map<Integer, Mask> masks) {
        public Sighting {
            masks = Map.copyOf(masks);
        }
    }

    /**
     * Two sightings of the same object.
     *
     * @param earlier id in the chunk before
     * @param later id in the chunk after
     * @param score 0 to 1
     * @param frames frames in which both have a mask
     * @param ambiguous true where another pairing of one of the two scores nearly as high
     */
    public record Match(int earlier, int later, double score, int frames, boolean ambiguous) {}

    /** Score of two sightings and the number of frames it rests on. */
    public record Likeness(double score, int frames) {}

    /** Pairs the objects of both sides, each at most once; in the order of {@code earlier}, label by label. */
    public List<Match> match(List<Sighting> earlier, List<Sighting> later) {
        Set<String> labels = new LinkedHashSet<>();
        earlier.forEach(sighting -> labels.add(sighting.label()));
        List<Match> matches = new ArrayList<>();
        for (String label : labels) {
            matches.addAll(matchOneLabel(ofLabel(earlier, label), ofLabel(later, label)));
        }
        return matches;
    }

    private static List<Sighting> ofLabel(List<Sighting> sightings, String label) {
        return sightings.stream().filter(s -> s.label().equals(label)).toList();
    }

    private List<Match> matchOneLabel(List<Sighting> earlier, List<Sighting> later) {
        Likeness[][] likeness = new Likeness[earlier.size()][later.size()];
        double[][] accepted = new double[earlier.size()][later.size()];
        for (int i = 0; i < earlier.size(); i++) {
            for (int j = 0; j < later.size(); j++) {
                likeness[i][j] = likeness(earlier.get(i), later.get(j));
                accepted[i][j] = isAccepted(likeness[i][j]) ? likeness[i][j].score() : 0;
            }
        }
        List<Match> matches = new ArrayList<>();
        int[] partner = Assignment.best(accepted);
        for (int i = 0; i < partner.length; i++) {
            int j = partner[i];
            if (j >= 0 && accepted[i][j] > 0) {
                Likeness found = likeness[i][j];
                boolean ambiguous = hasRival(likeness, i, j);
                matches.add(
                        new Match(earlier.get(i).id(), later.get(j).id(), found.score(), found.frames(), ambiguous));
            }
        }
        return matches;
    }

    private boolean isAccepted(Likeness likeness) {
        return likeness.frames() >= options.leastFrames() && likeness.score() >= options.accept();
    }

    private boolean hasRival(Likeness[][] likeness, int row, int column) {
        double enough = Math.max(likeness[row][column].score() - options.ambiguousWithin(), Double.MIN_VALUE);
        for (int j = 0; j < likeness[row].length; j++) {
            if (j != column && likeness[row][j].score() >= enough) {
                return true;
            }
        }
        for (int i = 0; i < likeness.length; i++) {
            if (i != row && likeness[i][column].score() >= enough) {
                return true;
            }
        }
        return false;
    }

    /** How alike two sightings are; a score of 0 where they are never seen together. */
    public static Likeness likeness(Sighting one, Sighting other) {
        long shared = 0;
        long either = 0;
        double best = 0;
        int frames = 0;
        for (Map.Entry<Integer, Mask> entry : one.masks().entrySet()) {
            Mask mask = entry.getValue();
            Mask partner = other.masks().get(entry.getKey());
            if (partner == null) {
                continue;
            }
            frames++;
            int both = mask.boundingBox().intersects(partner.boundingBox()) ? mask.intersectionArea(partner) : 0;
            int union = mask.area() + partner.area() - both;
            shared += both;
            either += union;
            best = Math.max(best, union == 0 ? 0 : (double) both / union);
        }
        double pooled = either == 0 ? 0 : (double) shared / either;
        return new Likeness(Math.max(pooled, best - SINGLE_FRAME_PENALTY), frames);
    }
}
