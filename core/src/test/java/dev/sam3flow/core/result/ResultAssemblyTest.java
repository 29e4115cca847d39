package dev.sam3flow.core.result;

import static dev.sam3flow.core.result.ResultFixtures.aMask;
import static dev.sam3flow.core.result.ResultFixtures.aPlan;
import static dev.sam3flow.core.result.ResultFixtures.aResult;
import static dev.sam3flow.core.result.ResultFixtures.aVideo;
import static dev.sam3flow.core.result.ResultFixtures.fileWithIds;
import static dev.sam3flow.core.result.ResultFixtures.fileWithoutIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ResultAssemblyTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final int FRAMES = 60;
    private static final Video VIDEO = aVideo(FRAMES, SIZE);
    private static final ChunkPlan PLAN = aPlan(FRAMES, 10, 0, 20, 40);

    private final InMemoryBlobStore blobs = new InMemoryBlobStore();
    private final ByteArrayOutputStream masks = new ByteArrayOutputStream();

    /** Two objects that drift apart; the second is there from frame 5 to 50. */
    private static Map<Integer, Mask> truth(int frame) {
        Map<Integer, Mask> objects = new TreeMap<>();
        objects.put(1, aMask(SIZE, 10 + frame, 20, 31, 23).union(aMask(SIZE, 20 + frame, 40, 5, 11)));
        if (frame >= 5 && frame < 50) {
            objects.put(2, aMask(SIZE, 90 - frame, 60, 21, 13));
        }
        return objects;
    }

    /** Every chunk has ids of its own. */
    private static Map<Integer, Mask> renamed(Chunk chunk, Map<Integer, Mask> objects) {
        Map<Integer, Mask> renamed = new TreeMap<>();
        objects.forEach((id, mask) -> renamed.put((id * 7 + chunk.index() * 3) % 11, mask));
        return renamed;
    }

    @Test
    void chunksWithIdsOfTheirOwnBecomeOneResult() throws IOException {
        AssembledResult result = assemble("auto", chunksWithIds(PLAN, Dialect.PAIRS_ROW_1, ResultAssemblyTest::truth));

        assertThat(result.tracks())
                .containsExactly(new Track(1, "thing", 0, 59, 60, false), new Track(2, "thing", 5, 49, 45, false));
        assertThat(result.segments()).isEqualTo(105);
        assertThat(result.gaps()).isEmpty();
        assertThat(result.dialect().name()).isEqualTo("pairs-row-1");
        assertThat(result.seams()).hasSize(2).allSatisfy(seam -> {
            assertThat(seam.matches()).hasSize(2).allSatisfy(joint -> {
                assertThat(joint.score()).isEqualTo(1);
                assertThat(joint.ambiguous()).isFalse();
            });
            assertThat(seam.endFrame() - seam.startFrame()).isEqualTo(10);
        });
        List<FrameSegments> frames = written();
        assertThat(frames).hasSize(FRAMES);
        for (FrameSegments frame : frames) {
            assertThat(frame.ptsMicros()).isEqualTo(100_000L * frame.frame());
            Map<Integer, Mask> found = new TreeMap<>();
            frame.segments().forEach(segment -> found.put(segment.track(), segment.mask()));
            assertThat(found).as("frame %d", frame.frame()).isEqualTo(truth(frame.frame()));
        }
    }

    @Test
    void aMissingChunkIsAGapAndTheResultSaysSo() throws IOException {
        List<ChunkResult> chunks = chunksWithIds(PLAN, Dialect.PAIRS_ROW_1, ResultAssemblyTest::truth);
        AssembledResult result = assemble("auto", List.of(chunks.get(2), chunks.get(0)));

        FrameRange owned = PLAN.chunks().get(1).owned();
        assertThat(result.gaps()).containsExactly(new Gap(1, owned));
        assertThat(result.isWhole()).isFalse();
        assertThat(result.seams()).isEmpty();
        assertThat(result.notes()).anyMatch(note -> note.contains("chunk 1"));
        assertThat(written())
                .hasSize(FRAMES)
                .allSatisfy(frame -> assertThat(frame.segments().isEmpty()).isEqualTo(owned.contains(frame.frame())));
        assertThat(result.tracks()).hasSize(4);
    }

    @Test
    void oneMaskAFrameIsOneTrackAndSaidToBeMerged() throws IOException {
        List<ChunkResult> chunks = new ArrayList<>();
        for (Chunk chunk : PLAN.chunks()) {
            String file = fileWithoutIds(chunk.sent(), Dialect.PAIRS_ROW_1, frame -> List.of(union(truth(frame))));
            chunks.add(aResult(blobs, chunk, SIZE, file));
        }

        AssembledResult result = assemble("auto", chunks);

        assertThat(result.tracks()).containsExactly(new Track(1, "thing", 0, 59, 60, true));
        assertThat(result.notes()).anyMatch(note -> note.contains("union mask"));
        assertThat(written())
                .allSatisfy(frame -> assertThat(frame.segments())
                        .extracting(Segment::mask)
                        .containsExactly(union(truth(frame.frame()))));
    }

    @Test
    void severalMasksWithoutIdsAreFollowedFromFrameToFrame() throws IOException {
        List<ChunkResult> chunks = new ArrayList<>();
        for (Chunk chunk : PLAN.chunks()) {
            String file = fileWithoutIds(chunk.sent(), Dialect.PAIRS_ROW_1, frame -> {
                List<Mask> shuffled = new ArrayList<>(truth(frame).values());
                java.util.Collections.rotate(shuffled, frame);
                return shuffled;
            });
            chunks.add(aResult(blobs, chunk, SIZE, file));
        }

        AssembledResult result = assemble("auto", chunks);

        assertThat(result.tracks())
                .containsExactly(new Track(1, "thing", 0, 59, 60, false), new Track(2, "thing", 5, 49, 45, false));
        assertThat(result.notes()).anyMatch(note -> note.contains("no ids"));
    }

    @Test
    void aFileWithAnotherNumberOfFramesIsRefusedNotShifted() {
        List<ChunkResult> chunks = chunksWithIds(PLAN, Dialect.PAIRS_ROW_1, ResultAssemblyTest::truth);
        Chunk second = PLAN.chunks().get(1);
        FrameRange oneLess =
                new FrameRange(second.sent().startFrame(), second.sent().endFrame() - 1);
        chunks.set(
                1, aResult(blobs, second, SIZE, fileWithIds(oneLess, Dialect.PAIRS_ROW_1, ResultAssemblyTest::truth)));

        assertThatThrownBy(() -> assemble("auto", chunks))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("chunk 1: the RLE file has 29 frames, 30 were sent");
        assertThat(masks.size()).isZero();
    }

    @Test
    void masksThatCannotBeReadForSureAreRefusedUntilADialectIsPinned() throws IOException {
        FrameSize square = new FrameSize(64, 64);
        Video video = aVideo(6, square);
        ChunkPlan plan = aPlan(6, 0, 0);
        String file = fileWithIds(
                plan.chunks().get(0).sent(),
                Dialect.PAIRS_ROW_1,
                frame -> Map.of(1, aMask(square, 5, 9 + frame, 9, 9)));
        List<ChunkResult> chunks = List.of(aResult(blobs, plan.chunks().get(0), square, file));

        assertThatThrownBy(() -> assemble(video, plan, "auto", chunks)).isInstanceOf(AmbiguousDialectException.class);
        assertThat(masks.size()).isZero();
        AssembledResult result = assemble(video, plan, "pairs-row-1", chunks);

        assertThat(result.dialect().pinned()).isTrue();
        assertThat(written().get(2).segments().get(0).mask()).isEqualTo(aMask(square, 5, 11, 9, 9));
    }

    @Test
    void aDialectThatContradictsTheMasksIsRefused() {
        List<ChunkResult> chunks = chunksWithIds(PLAN, Dialect.COCO, ResultAssemblyTest::truth);

        assertThatThrownBy(() -> assemble("pairs-row-1", chunks)).isInstanceOf(Sam3Exception.class);
        assertThat(masks.size()).isZero();
    }

    @Test
    void nothingFoundIsAResult() throws IOException {
        AssembledResult result = assemble("auto", chunksWithIds(PLAN, Dialect.PAIRS_ROW_1, frame -> Map.of()));

        assertThat(result.tracks()).isEmpty();
        assertThat(result.dialect().name()).isEqualTo("none");
        assertThat(written())
                .hasSize(FRAMES)
                .allSatisfy(frame -> assertThat(frame.segments()).isEmpty());
    }

    @Test
    void withoutAnOverlapObjectsGetNewTracks() throws IOException {
        ChunkPlan plan = aPlan(FRAMES, 0, 0, 30);
        AssembledResult result =
                assemble(VIDEO, plan, "auto", chunksWithIds(plan, Dialect.PAIRS_ROW_1, ResultAssemblyTest::truth));

        assertThat(result.tracks()).hasSize(4);
        assertThat(result.notes()).anyMatch(note -> note.contains("no overlap"));
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        List<ChunkResult> chunks = chunksWithIds(PLAN, Dialect.COUNTS_COLUMN, ResultAssemblyTest::truth);
        assemble("auto", chunks);
        byte[] first = masks.toByteArray();
        masks.reset();
        List<ChunkResult> reversed = new ArrayList<>(chunks);
        java.util.Collections.reverse(reversed);

        assemble("auto", reversed);

        assertThat(masks.toByteArray()).isEqualTo(first);
    }

    /** Masks of seven real people through random chunks come back as they were, one track a person. */
    @Test
    void realMasksComeBackAsTheyWere() throws IOException {
        Footage footage = Footage.people();
        int frames = footage.frames().size();
        Video video = aVideo(frames, footage.size());
        ChunkPlan plan = aPlan(frames, 20, 0, 270, 540, 800, 1090);
        List<ChunkResult> chunks = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            String file = fileWithIds(
                    chunk.sent(),
                    Dialect.PAIRS_ROW_1,
                    frame -> renamed(chunk, footage.frames().get(frame)));
            chunks.add(aResult(blobs, chunk, footage.size(), file));
        }

        AssembledResult result = assemble(video, plan, "auto", chunks);

        Map<Integer, Integer> trackOfObject = new HashMap<>();
        for (FrameSegments frame : written()) {
            Map<Mask, Integer> found = new HashMap<>();
            frame.segments().forEach(segment -> found.put(segment.mask(), segment.track()));
            Map<Integer, Mask> truth = footage.frames().get(frame.frame());
            assertThat(found).as("frame %d", frame.frame()).hasSize(truth.size());
            truth.forEach((object, mask) -> assertThat(found.get(mask))
                    .as("frame %d object %d", frame.frame(), object)
                    .isEqualTo(trackOfObject.computeIfAbsent(object, unused -> found.get(mask))));
        }
        assertThat(trackOfObject.values())
                .doesNotHaveDuplicates()
                .hasSize(result.tracks().size());
    }

    private List<ChunkResult> chunksWithIds(
            ChunkPlan plan, Dialect dialect, IntFunction<Map<Integer, Mask>> objectsOfFrame) {
        List<ChunkResult> chunks = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            String file = fileWithIds(chunk.sent(), dialect, frame -> renamed(chunk, objectsOfFrame.apply(frame)));
            chunks.add(aResult(blobs, chunk, SIZE, file));
        }
        return chunks;
    }

    private static Mask union(Map<Integer, Mask> objects) {
        return objects.values().stream().reduce(Mask.empty(SIZE), Mask::union);
    }

    private AssembledResult assemble(String dialect, List<ChunkResult> chunks) throws IOException {
        return assemble(VIDEO, PLAN, dialect, chunks);
    }

    private AssembledResult assemble(Video video, ChunkPlan plan, String dialect, List<ChunkResult> chunks)
            throws IOException {
        AssemblyOptions options = new AssemblyOptions(dialect, StitchOptions.DEFAULTS, true);
        return new ResultAssembly(video, plan, Prompts.ofText("thing"), options).write(chunks, blobs::open, masks);
    }

    private List<FrameSegments> written() throws IOException {
        List<FrameSegments> frames = new ArrayList<>();
        MasksSource source = () -> new ByteArrayInputStream(masks.toByteArray());
        source.forEachFrame(frames::add);
        return frames;
    }
}
