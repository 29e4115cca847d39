package dev.sam3flow.simulator.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.simulator.mask.MaskRequest;
import dev.sam3flow.simulator.mask.MaskScript;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixelMasksTest {
    private static final int GREEN_BOX = 1;
    private static final int BLUE_BALL = 2;
    private static final int RED_BALL = 3;

    private static PixelMasks pixels;
    private static ReceivedVideo sample;
    private static MaskScript drawn;

    @BeforeAll
    static void readTheSample() throws IOException {
        FfmpegPrograms programs = FfmpegPrograms.find();
        pixels = new PixelMasks(programs);
        sample = new FfprobeMeter(programs).measure(Footage.sample("balls.mp4"), "sample");
        drawn = MaskScript.read(sample, Footage.sample("balls.masks.json"));
    }

    @Test
    void measuresTheSample() {
        assertThat(sample.frames()).isEqualTo(250);
        assertThat(sample.durationMicros()).isEqualTo(10_000_000);
        assertThat(List.of(sample.width(), sample.height())).containsExactly(640, 360);
    }

    @Test
    void findsTheRedBall() throws IOException {
        assertThat(goodFrames("red ball", RED_BALL)).isGreaterThanOrEqualTo(240);
    }

    @Test
    void findsTheBlueBallWhichOthersHide() throws IOException {
        assertThat(goodFrames("blue ball", BLUE_BALL)).isGreaterThanOrEqualTo(225);
    }

    @Test
    void findsTheGreenBoxThoughItComesAndGoes() throws IOException {
        assertThat(goodFrames("the green box", GREEN_BOX)).isGreaterThanOrEqualTo(225);
    }

    @Test
    void whatMovesIsFoundWithoutAColour() throws IOException {
        List<List<ObjectMask>> found = segment(request("thing"));

        int good = 0;
        for (int frame = 0; frame < found.size(); frame++) {
            good += iou(union(found.get(frame)), union(drawn.frame(frame))) >= 0.85 ? 1 : 0;
        }
        assertThat(good).isGreaterThanOrEqualTo(230);
    }

    @Test
    void eachPhraseHasObjectNumbersOfItsOwn() throws IOException {
        List<List<ObjectMask>> found = segment(request("red ball, blue ball"));

        assertThat(ids(found)).contains(1, 1001).allMatch(id -> id < 2000);
    }

    @Test
    void theRedBallKeepsItsNumberThroughoutTheVideo() throws IOException {
        assertThat(ids(segment(request("red ball")))).containsExactly(1);
    }

    @Test
    void aPositivePointKeepsOnlyTheObjectThatItLiesOn() throws IOException {
        RowRuns ball = object(0, RED_BALL);
        MaskRequest.Point point = new MaskRequest.Point(ball.box()[0] + 44, ball.box()[1] + 44, true, 0);

        List<List<ObjectMask>> found = segment(new MaskRequest("red or blue ball", List.of(point), List.of()));

        assertThat(ids(found)).hasSize(1);
        assertThat(iou(union(found.get(0)), ball)).isGreaterThan(0.9);
    }

    @Test
    void aNegativePointTakesTheObjectAway() throws IOException {
        RowRuns ball = object(0, RED_BALL);
        MaskRequest.Point point = new MaskRequest.Point(ball.box()[0] + 44, ball.box()[1] + 44, false, 0);

        List<List<ObjectMask>> found = segment(new MaskRequest("red or blue ball", List.of(point), List.of()));

        assertThat(iou(union(found.get(0)), object(0, BLUE_BALL))).isGreaterThan(0.9);
    }

    @Test
    void aBoxKeepsOnlyTheObjectThatLiesInIt() throws IOException {
        int[] around = object(0, BLUE_BALL).box();
        MaskRequest.Box box = new MaskRequest.Box(
                around[0] - 5, around[1] - 5, around[0] + around[2] + 5, around[1] + around[3] + 5, 0);

        List<List<ObjectMask>> found = segment(new MaskRequest("red or blue ball", List.of(), List.of(box)));

        assertThat(iou(union(found.get(0)), object(0, BLUE_BALL))).isGreaterThan(0.9);
        assertThat(found.get(0)).hasSize(1);
    }

    @Test
    void theSameVideoAndPromptGiveTheSameMasks() throws IOException {
        assertThat(segment(request("thing"))).isEqualTo(segment(request("thing")));
    }

    @Test
    void findsPeopleInRealFootageInSeconds() throws IOException {
        ReceivedVideo people = new FfprobeMeter(FfmpegPrograms.find())
                .measure(Footage.real("intel-one-by-one-person-detection.mp4"), "people");
        MaskScript known = MaskScript.read(people, Footage.real("intel-one-by-one-person-detection.masks.json"));
        List<Double> ious = new ArrayList<>();

        long start = System.nanoTime();
        int[] frame = {0};
        pixels.segment(people, request("person"), objects -> {
            List<ObjectMask> truth = known.frame(frame[0]++);
            if (!truth.isEmpty()) {
                ious.add(iou(union(objects, 768, 432), union(truth, 768, 432)));
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(frame[0]).isEqualTo(1394);
        assertThat(ious.stream().mapToDouble(i -> i).average().orElse(0)).isGreaterThan(0.5);
        assertThat(took).isLessThan(Duration.ofSeconds(60));
    }

    private static MaskRequest request(String prompt) {
        return new MaskRequest(prompt, List.of(), List.of());
    }

    private static List<List<ObjectMask>> segment(MaskRequest request) throws IOException {
        List<List<ObjectMask>> found = new ArrayList<>();
        pixels.segment(sample, request, found::add);
        assertThat(found).hasSize(sample.frames());
        return found;
    }

    private static RowRuns object(int frame, int id) {
        return drawn.frame(frame).stream()
                .filter(mask -> mask.objectId() == id)
                .map(ObjectMask::runs)
                .findFirst()
                .orElse(RowRuns.empty(640, 360));
    }

    private static Set<Integer> ids(List<List<ObjectMask>> found) {
        Set<Integer> ids = new TreeSet<>();
        found.forEach(objects -> objects.forEach(object -> ids.add(object.objectId())));
        return ids;
    }

    private static RowRuns union(List<ObjectMask> objects) {
        return union(objects, 640, 360);
    }

    private static RowRuns union(List<ObjectMask> objects, int width, int height) {
        return objects.stream().map(ObjectMask::runs).reduce(RowRuns.empty(width, height), RowRuns::union);
    }

    private static int goodFrames(String prompt, int id) throws IOException {
        List<List<ObjectMask>> found = segment(request(prompt));
        int good = 0;
        for (int frame = 0; frame < found.size(); frame++) {
            good += iou(union(found.get(frame)), object(frame, id)) >= 0.9 ? 1 : 0;
        }
        return good;
    }

    /** 1 where both are empty. */
    private static double iou(RowRuns a, RowRuns b) {
        BitSet both = a.bits();
        both.and(b.bits());
        BitSet either = a.bits();
        either.or(b.bits());
        return either.isEmpty() ? 1 : both.cardinality() / (double) either.cardinality();
    }
}
