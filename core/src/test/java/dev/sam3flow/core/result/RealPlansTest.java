package dev.sam3flow.core.result;

import static dev.sam3flow.core.result.ResultFixtures.aResult;
import static dev.sam3flow.core.result.ResultFixtures.aVideo;
import static dev.sam3flow.core.result.ResultFixtures.fileWithIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real masks over random plans, from the provider's files to {@code masks.jsonl}: each chunk has ids of its own and, where
 * masks are jittered, sees the objects in its own way, loses each in one frame of ten and holds it back for up to six.
 */
class RealPlansTest {
    private static final double LEAST_RECALL = 0.98;
    private static final List<String> ROWS = new CopyOnWriteArrayList<>();

    private final StitchOptions stitch = StitchOptions.DEFAULTS;
    private int expected;
    private int found;
    private int wrong;
    private int chunks;

    @ParameterizedTest
    @CsvSource({
        "people, false, 25, 12, 45",
        "people, true, 25, 12, 45",
        "indoor, false, 30, 3.5, 7",
        "indoor, true, 30, 3.5, 7"
    })
    void everyObjectKeepsItsIdOverTheSeamsOfRandomPlans(
            String clip, boolean jittered, int plans, double shortest, double longest, TestReporter reporter)
            throws IOException {
        Footage footage = clip.equals("people") ? Footage.people() : Footage.indoor();
        for (int i = 0; i < plans; i++) {
            Random random = new Random(31L * i + (jittered ? 7 : 0) + clip.hashCode());
            long cap = (long) (1e6 * (shortest + (longest - shortest) * random.nextDouble()));
            look(footage, cap, jittered, random);
        }

        String row = String.format(
                Locale.ROOT,
                "| %s, %s | %d | %d | %d | %d | %.4f | %d |",
                clip,
                jittered ? "jittered" : "as they are",
                plans,
                chunks,
                expected,
                found,
                (double) found / expected,
                wrong);
        reporter.publishEntry(row);
        ROWS.add(row);
        assertThat(wrong).isZero();
        assertThat(expected).isGreaterThan(plans);
        assertThat((double) found / expected).isGreaterThanOrEqualTo(LEAST_RECALL);
    }

    private void look(Footage footage, long cap, boolean jittered, Random random) throws IOException {
        Video video = aVideo(footage.frames().size(), footage.size());
        ChunkPlan plan = ChunkPlanner.plan(
                video.table(),
                new PlanOptions(cap, PlanOptions.AUTO_OVERLAP, Objective.CHARGE),
                PriceList.PUBLISHED,
                null);
        InMemoryBlobStore blobs = new InMemoryBlobStore();
        List<Map<Integer, Map<Integer, Mask>>> seen = new ArrayList<>();
        List<ChunkResult> results = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            Map<Integer, Map<Integer, Mask>> sees = sees(footage, chunk, jittered, random);
            seen.add(sees);
            int shift = random.nextInt(50);
            String file = fileWithIds(chunk.sent(), Dialect.PAIRS_ROW_1, frame -> {
                Map<Integer, Mask> renamed = new TreeMap<>();
                sees.get(frame).forEach((object, mask) -> renamed.put((object * 7 + shift) % 53, mask));
                return renamed;
            });
            results.add(aResult(blobs, chunk, footage.size(), file));
        }
        ByteArrayOutputStream masks = new ByteArrayOutputStream();
        new ResultAssembly(video, plan, Prompts.ofText("thing"), new AssemblyOptions("pairs-row-1", stitch, true))
                .write(results, blobs::open, masks);

        compare(plan, seen, tracks(plan, seen, masks.toByteArray()));
        chunks += plan.chunks().size();
    }

    private static Map<Integer, Map<Integer, Mask>> sees(
            Footage footage, Chunk chunk, boolean jittered, Random random) {
        Map<Integer, Integer> heldBack = new HashMap<>();
        Map<Integer, Map<Integer, Mask>> sees = new HashMap<>();
        for (int frame = chunk.sent().startFrame(); frame < chunk.sent().endFrame(); frame++) {
            Map<Integer, Mask> objects = new TreeMap<>();
            int since = frame - chunk.sent().startFrame();
            footage.frames().get(frame).forEach((object, mask) -> {
                int held = heldBack.computeIfAbsent(object, unused -> random.nextInt(7));
                Mask one = jittered ? Footage.jittered(mask, random) : mask;
                boolean gone = jittered && (random.nextInt(10) == 0 || chunk.index() > 0 && since < held);
                if (!gone && !one.isEmpty()) {
                    objects.put(object, one);
                }
            });
            sees.put(frame, objects);
        }
        return sees;
    }

    /** Of each chunk the tracks of its objects, told by their masks, of which none may be lost. */
    private static List<Map<Integer, Integer>> tracks(
            ChunkPlan plan, List<Map<Integer, Map<Integer, Mask>>> seen, byte[] written) throws IOException {
        List<Map<Integer, Integer>> tracks = new ArrayList<>();
        plan.chunks().forEach(chunk -> tracks.add(new HashMap<>()));
        MasksSource source = () -> new ByteArrayInputStream(written);
        source.forEachFrame(frame -> {
            Chunk owner = plan.chunks().stream()
                    .filter(chunk -> chunk.owned().contains(frame.frame()))
                    .findFirst()
                    .orElseThrow();
            Map<Integer, Mask> objects = seen.get(owner.index()).get(frame.frame());
            assertThat(frame.segments()).hasSameSizeAs(objects.keySet());
            objects.forEach((object, mask) -> {
                int track = frame.segments().stream()
                        .filter(segment -> segment.mask().equals(mask))
                        .findFirst()
                        .orElseThrow()
                        .track();
                Integer before = tracks.get(owner.index()).put(object, track);
                assertThat(before == null || before == track).isTrue();
            });
        });
        return tracks;
    }

    private void compare(
            ChunkPlan plan, List<Map<Integer, Map<Integer, Mask>>> seen, List<Map<Integer, Integer>> tracks) {
        Map<Integer, Set<Integer>> objectsOfTrack = new HashMap<>();
        tracks.forEach(ofChunk -> ofChunk.forEach((object, track) ->
                objectsOfTrack.computeIfAbsent(track, unused -> new HashSet<>()).add(object)));
        wrong += (int) objectsOfTrack.values().stream()
                .filter(objects -> objects.size() > 1)
                .count();
        for (int next = 1; next < plan.chunks().size(); next++) {
            Map<Integer, Integer> earlier = tracks.get(next - 1);
            Map<Integer, Integer> later = tracks.get(next);
            for (Map.Entry<Integer, Integer> object : later.entrySet()) {
                Integer before = earlier.get(object.getKey());
                if (before != null && seenByBoth(plan, seen, next, object.getKey()) >= stitch.leastFrames()) {
                    expected++;
                    found += before.equals(object.getValue()) ? 1 : 0;
                }
            }
        }
    }

    private long seenByBoth(ChunkPlan plan, List<Map<Integer, Map<Integer, Mask>>> seen, int next, int object) {
        int[] compared = stitch.comparedFrames(
                plan.chunks().get(next).sent().startFrame(),
                plan.chunks().get(next - 1).sent().endFrame());
        int both = 0;
        for (int frame : compared) {
            both += seen.get(next - 1).get(frame).containsKey(object)
                            && seen.get(next).get(frame).containsKey(object)
                    ? 1
                    : 0;
        }
        return both;
    }

    /** A section of {@code docs/evidence/video.md}. */
    @AfterAll
    static void write() throws IOException {
        if (ROWS.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(
                "## Identities in whole results",
                "",
                "By `RealPlansTest`: the same masks as answers to every chunk of random plans with the usual overlap (16 frames"
                        + " here), assembled as a job does. An identity counts at a seam where both chunks see the object in as many"
                        + " frames of the overlap as a match needs, and own frames of it.",
                "",
                "| masks | plans | chunks | identities at seams | found | recall | tracks of two objects |",
                "|---|---|---|---|---|---|---|"));
        lines.addAll(ROWS);
        Path folder = Files.createDirectories(Path.of("target", "evidence"));
        Files.write(folder.resolve("video-4-results.md"), lines, StandardCharsets.UTF_8);
    }
}
