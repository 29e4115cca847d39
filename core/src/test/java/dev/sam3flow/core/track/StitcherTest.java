package dev.sam3flow.core.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.Stitcher.Match;
import dev.sam3flow.core.track.Stitcher.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StitcherTest {
    private static final FrameSize SIZE = new FrameSize(100, 60);
    private final Stitcher stitcher = new Stitcher(StitchOptions.DEFAULTS);

    @Test
    void objectsAtTheSamePlaceAreTheSame() {
        List<Match> matches = stitcher.match(
                List.of(still(1, "cat", 10, 0, 5), still(2, "cat", 60, 0, 5)),
                List.of(still(7, "cat", 60, 0, 5), still(8, "cat", 10, 0, 5)));

        assertThat(matches).containsExactly(new Match(1, 8, 1, 5, false), new Match(2, 7, 1, 5, false));
    }

    @Test
    void anotherLabelIsAnotherObject() {
        assertThat(stitcher.match(List.of(still(1, "cat", 10, 0, 5)), List.of(still(1, "dog", 10, 0, 5))))
                .isEmpty();
    }

    @Test
    void oneCommonFrameIsNotEnough() {
        assertThat(stitcher.match(List.of(still(1, "cat", 10, 0, 5)), List.of(still(2, "cat", 10, 4, 9))))
                .isEmpty();
    }

    @Test
    void anObjectThatStandsApartIsAnotherObject() {
        assertThat(stitcher.match(List.of(still(1, "cat", 10, 0, 5)), List.of(still(2, "cat", 50, 0, 5))))
                .isEmpty();
    }

    @Test
    void aTwinWithinReachMakesTheMatchAmbiguous() {
        List<Match> matches = stitcher.match(
                List.of(still(1, "cat", 10, 0, 5)), List.of(still(2, "cat", 11, 0, 5), still(3, "cat", 10, 0, 5)));

        assertThat(matches).containsExactly(new Match(1, 3, 1, 5, true));
    }

    @Test
    void theScoreIsPooledOverFramesInWhichBothExist() {
        Sighting one = still(1, "cat", 10, 0, 4);
        Map<Integer, Mask> masks = new HashMap<>(still(2, "cat", 10, 0, 2).masks());
        masks.put(2, box(20));
        Stitcher.Likeness likeness = Stitcher.likeness(one, new Sighting(2, "cat", masks));

        assertThat(likeness.frames()).isEqualTo(3);
        // two frames agree on 400 pixels, the third shares 200 of 600; the best single frame gives 1 - 0.1
        assertThat(likeness.score()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void comparedFramesLeaveOutTheFirstAndSpreadEvenly() {
        assertThat(StitchOptions.DEFAULTS.comparedFrames(100, 110)).containsExactly(103, 104, 105, 106, 107, 108, 109);
        assertThat(StitchOptions.DEFAULTS.comparedFrames(100, 103)).containsExactly(101, 102);
        assertThat(StitchOptions.DEFAULTS.comparedFrames(100, 100)).isEmpty();
        assertThat(StitchOptions.DEFAULTS.comparedFrames(0, 1003))
                .hasSize(48)
                .startsWith(3)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatThrownBy(() -> new StitchOptions(3, 0, 2, 0.1, 48)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new StitchOptions(3, 0.3, 0, 0.1, 48)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new StitchOptions(3, 0.3, 9, 0.1, 8)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void everyThresholdDecides() {
        List<Sighting> earlier = List.of(still(1, "cat", 10, 0, 3));
        // shares 300 of 500 pixels
        List<Sighting> aside = List.of(still(2, "cat", 15, 0, 3));
        // shares 380 of 420 pixels, while its twin shares all
        List<Sighting> twins = List.of(still(2, "cat", 11, 0, 3), still(3, "cat", 10, 0, 3));

        assertThat(new Stitcher(new StitchOptions(3, 0.59, 2, 0.1, 48)).match(earlier, aside))
                .hasSize(1);
        assertThat(new Stitcher(new StitchOptions(3, 0.61, 2, 0.1, 48)).match(earlier, aside))
                .isEmpty();
        assertThat(new Stitcher(new StitchOptions(3, 0.59, 4, 0.1, 48)).match(earlier, aside))
                .isEmpty();
        assertThat(new Stitcher(new StitchOptions(3, 0.59, 2, 0.1, 48)).match(earlier, twins))
                .containsExactly(new Match(1, 3, 1, 3, true));
        assertThat(new Stitcher(new StitchOptions(3, 0.59, 2, 0.09, 48)).match(earlier, twins))
                .containsExactly(new Match(1, 3, 1, 3, false));
    }

    private static Sighting still(int id, String label, int x, int from, int to) {
        Map<Integer, Mask> masks = new HashMap<>();
        for (int frame = from; frame < to; frame++) {
            masks.put(frame, box(x));
        }
        return new Sighting(id, label, masks);
    }

    private static Mask box(int x) {
        return Mask.ofBox(SIZE, new Box(x, 10, 20, 20));
    }
}
