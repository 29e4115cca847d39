package dev.sam3flow.core.result;

import static dev.sam3flow.core.result.ResultFixtures.aMask;
import static dev.sam3flow.core.result.ResultFixtures.aPlan;
import static dev.sam3flow.core.result.ResultFixtures.aResult;
import static dev.sam3flow.core.result.ResultFixtures.aVideo;
import static dev.sam3flow.core.result.ResultFixtures.fileWithIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where chunks of a result were segmented again, all other lines stay as they are, whatever the new masks show. */
class EarlierTracksTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final int FRAMES = 80;
    private static final Video VIDEO = aVideo(FRAMES, SIZE);
    private static final ChunkPlan PLAN = aPlan(FRAMES, 10, 0, 20, 40, 60);

    private final InMemoryBlobStore blobs = new InMemoryBlobStore();

    /** What a prediction for a chunk shows in a frame. */
    private interface Shown {
        Map<Integer, Mask> in(Chunk chunk, int frame);
    }

    private static final Mask LEFT = aMask(SIZE, 10, 10, 21, 13);
    private static final Mask MIDDLE = aMask(SIZE, 60, 30, 23, 15);
    private static final Mask RIGHT = aMask(SIZE, 120, 50, 25, 17);
    private static final Mask BELOW = aMask(SIZE, 60, 70, 27, 11);

    /** Two objects all along, and a third from frame 70 on. */
    private static Map<Integer, Mask> truth(Chunk chunk, int frame) {
        Map<Integer, Mask> objects = new TreeMap<>(Map.of(1, LEFT, 2, MIDDLE));
        if (frame >= 70) {
            objects.put(3, RIGHT);
        }
        return objects;
    }

    /** As it is, but for the second chunk. */
    private static Shown inSecond(Map<Integer, Mask> objects) {
        return (chunk, frame) -> chunk.index() == 1 ? objects : truth(chunk, frame);
    }

    @Test
    void tracksThatTheBadChunkHadBrokenKeepTheirIdsWhenItShowsThemAgain() throws IOException {
        List<String> before = written(inSecond(Map.of(1, LEFT)), null);
        assertThat(tracks(before)).extracting(Track::id).containsExactly(1, 2, 3, 4);

        List<String> after = written(inSecond(Map.of(1, LEFT, 2, MIDDLE, 3, BELOW)), earlier(before, 1));

        assertThat(outside(after, 1)).isEqualTo(outside(before, 1));
        assertThat(idsIn(after, 30)).containsOnly(Map.entry(1, LEFT), Map.entry(2, MIDDLE), Map.entry(5, BELOW));
        assertThat(tracks(after)).extracting(Track::id).containsExactly(1, 2, 3, 4, 5);
        assertThat(outside(written(inSecond(Map.of(1, LEFT, 2, MIDDLE, 3, BELOW)), null), 1))
                .as("numbered anew")
                .isNotEqualTo(outside(before, 1));
    }

    @Test
    void theResultSaysWhereATrackGoesOnUnderAnotherId() throws IOException {
        List<String> before = written(inSecond(Map.of(1, LEFT)), null);

        AssembledResult result = assemble(
                PLAN,
                List.of(Prompts.ofText("thing")),
                inSecond(Map.of(1, LEFT, 2, MIDDLE)),
                earlier(before, 1),
                new ByteArrayOutputStream());

        assertThat(result.notes())
                .contains("At frame "
                        + PLAN.chunks().get(2).owned().startFrame()
                        + " track 2 goes on as track 3: what was not segmented again keeps its ids.");
    }

    @Test
    void tracksThatTheNewMasksLoseKeepTheirIdsOnBothSides() throws IOException {
        List<String> before = written(EarlierTracksTest::truth, null);

        List<String> after = written(inSecond(Map.of(9, BELOW)), earlier(before, 1));

        assertThat(outside(after, 1)).isEqualTo(outside(before, 1));
        assertThat(idsIn(after, 30)).containsOnly(Map.entry(4, BELOW));
        assertThat(tracks(after))
                .extracting(Track::id, Track::firstFrame, Track::lastFrame)
                .contains(tuple(1, 0, 79));
    }

    @Test
    void aRepairOfARepairThatShowsWhatWasThereIsTheFirstResultAgain() throws IOException {
        List<String> first = written(EarlierTracksTest::truth, null);
        List<String> worse = written(inSecond(Map.of()), earlier(first, 1));

        List<String> again = written(EarlierTracksTest::truth, earlier(worse, 1));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void anObjectThatGoesOnOnOneSideOnlyDoesNotTakeTheIdOfAnotherInTheSameFrame() throws IOException {
        List<String> before = written(EarlierTracksTest::truth, null);
        FrameRange second = PLAN.chunks().get(1).sent();

        // the left one ends in the middle of the chunk, and begins anew before its end, as another object
        List<String> after = written(
                (chunk, frame) -> {
                    if (chunk.index() != 1) {
                        return truth(chunk, frame);
                    }
                    return frame < second.startFrame() + 15 ? Map.of(1, LEFT) : Map.of(2, LEFT);
                },
                earlier(before, 1));

        assertThat(outside(after, 1)).isEqualTo(outside(before, 1));
        assertThat(idsIn(after, 30)).containsOnly(Map.entry(1, LEFT));
        assertThat(idsIn(after, 40)).containsOnly(Map.entry(4, LEFT));
    }

    @Test
    void tracksOfSeveralPassesKeepTheirIdsEvenWhereTheirMasksAreTheSame() throws IOException {
        ChunkPlan twice = PLAN.times(2);
        List<Prompts> calls = List.of(Prompts.ofText("thing"), Prompts.ofText("thing"));
        Shown both = (chunk, frame) -> chunk.index() < 4 ? Map.of(1, LEFT) : Map.of(1, LEFT, 2, MIDDLE);
        Shown other = (chunk, frame) -> chunk.index() == 5 ? Map.of(1, LEFT, 2, BELOW) : both.in(chunk, frame);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        assemble(twice, calls, both, null, first);
        List<String> before = lines(first);
        ByteArrayOutputStream second = new ByteArrayOutputStream();

        assemble(twice, calls, other, earlier(before, 5), second);

        List<String> after = lines(second);
        assertThat(outside(after, 1)).isEqualTo(outside(before, 1));
        assertThat(tracks(after)).extracting(Track::id).containsExactly(1, 2, 3, 4);
        assertThat(idsIn(after, 30)).containsOnly(Map.entry(1, LEFT), Map.entry(2, LEFT), Map.entry(4, BELOW));
    }

    /** Objects come, go and are lost by chance, and some chunks are segmented again, time after time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverTheNewMasksShowTheOtherLinesStay(long seed) throws IOException {
        Random random = new Random(seed);
        List<Mask> things = List.of(LEFT, MIDDLE, RIGHT, BELOW);
        int[] tries = new int[PLAN.chunks().size()];
        Shown shown = (chunk, frame) -> {
            Map<Integer, Mask> objects = new TreeMap<>();
            Random here = new Random(seed * 1000 + chunk.index() * 100L + tries[chunk.index()]);
            for (int thing = 0; thing < things.size(); thing++) {
                int from = here.nextInt(4) == 0 ? chunk.sent().startFrame() + here.nextInt(20) : 0;
                boolean lost = here.nextInt(3) == 0;
                int id = 1 + (thing + here.nextInt(2)) % things.size() * 10 + thing;
                if (!lost && frame >= from) {
                    objects.put(id, things.get(thing));
                }
            }
            return objects;
        };
        List<String> before = written(shown, null);
        for (int round = 0; round < 4; round++) {
            Set<Integer> again = new TreeSet<>(List.of(random.nextInt(4), random.nextInt(4)));
            again.forEach(chunk -> tries[chunk]++);

            List<String> after = written(shown, earlier(before, again.toArray(Integer[]::new)));

            assertThat(outside(after, again.toArray(Integer[]::new)))
                    .isEqualTo(outside(before, again.toArray(Integer[]::new)));
            for (int frame = 0; frame < FRAMES; frame++) {
                assertThat(segments(after, frame)).extracting(Segment::track).doesNotHaveDuplicates();
            }
            before = after;
        }
    }

    private List<String> written(Shown shown, EarlierTracks earlier) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assemble(PLAN, List.of(Prompts.ofText("thing")), shown, earlier, out);
        return lines(out);
    }

    private AssembledResult assemble(
            ChunkPlan plan, List<Prompts> calls, Shown shown, EarlierTracks earlier, ByteArrayOutputStream out)
            throws IOException {
        List<ChunkResult> results = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            results.add(aResult(
                    blobs,
                    chunk,
                    SIZE,
                    fileWithIds(chunk.sent(), Dialect.PAIRS_ROW_1, frame -> new TreeMap<>(shown.in(chunk, frame)))));
        }
        AssemblyOptions options = new AssemblyOptions("pairs-row-1", StitchOptions.DEFAULTS, false);
        return new PassesAssembly(VIDEO, plan, Prompts.ofText("thing"), calls, options)
                .keeping(earlier)
                .write(
                        results,
                        blobs::open,
                        content -> {
                            ByteArrayOutputStream kept = new ByteArrayOutputStream();
                            content.write(kept);
                            return () -> new ByteArrayInputStream(kept.toByteArray());
                        },
                        out);
    }

    private static EarlierTracks earlier(List<String> masks, Integer... again) throws IOException {
        return new EarlierTracks(source(masks), List.of(again));
    }

    private static MasksSource source(List<String> masks) {
        byte[] bytes = String.join("\n", masks).getBytes(StandardCharsets.UTF_8);
        return () -> new ByteArrayInputStream(bytes);
    }

    private static List<String> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Lines of the frames that these chunks of a pass do not own, without the header. */
    private static List<String> outside(List<String> masks, Integer... chunks) {
        List<String> outside = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            int at = frame;
            if (List.of(chunks).stream()
                    .noneMatch(chunk -> PLAN.chunks().get(chunk).owned().contains(at))) {
                outside.add(masks.get(1 + frame));
            }
        }
        return outside;
    }

    private static List<Track> tracks(List<String> masks) throws IOException {
        return source(masks).header().tracks();
    }

    private static List<Segment> segments(List<String> masks, int frame) throws IOException {
        List<Segment> segments = new ArrayList<>();
        source(masks).forEachFrame(read -> {
            if (read.frame() == frame) {
                segments.addAll(read.segments());
            }
        });
        return segments;
    }

    private static Map<Integer, Mask> idsIn(List<String> masks, int frame) throws IOException {
        Map<Integer, Mask> ids = new HashMap<>();
        segments(masks, frame).forEach(segment -> ids.put(segment.track(), segment.mask()));
        return ids;
    }
}
