package dev.sam3flow.core.result;

import static dev.sam3flow.core.result.ResultFixtures.aMask;
import static dev.sam3flow.core.result.ResultFixtures.aPlan;
import static dev.sam3flow.core.result.ResultFixtures.aResult;
import static dev.sam3flow.core.result.ResultFixtures.aVideo;
import static dev.sam3flow.core.result.ResultFixtures.fileWithIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Predictions for each object by itself become one result. */
class PassesAssemblyTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final int FRAMES = 60;
    private static final Video VIDEO = aVideo(FRAMES, SIZE);
    private static final ChunkPlan PLAN = aPlan(FRAMES, 10, 0, 20, 40).times(2);
    private static final Prompts BOTH = Prompts.ofText("cat", "dog");

    private final InMemoryBlobStore blobs = new InMemoryBlobStore();
    private final ByteArrayOutputStream masks = new ByteArrayOutputStream();

    /** The cat comes at frame 30, and another dog leaves at frame 50: every object has an id that others have too. */
    private static Map<Integer, Mask> truth(int pass, int frame) {
        Map<Integer, Mask> objects = new HashMap<>();
        if (pass == 0 && frame >= 30) {
            objects.put(1, aMask(SIZE, 10 + frame, 20, 31, 23));
        }
        if (pass == 1) {
            objects.put(1, aMask(SIZE, 90 - frame, 60, 21, 13));
            if (frame < 50) {
                objects.put(2, aMask(SIZE, 10 + frame, 25, 31, 23));
            }
        }
        return objects;
    }

    private ChunkResult result(Chunk chunk) {
        int pass = chunk.index() / 3;
        return aResult(blobs, chunk, SIZE, fileWithIds(chunk.sent(), Dialect.PAIRS_ROW_1, frame -> truth(pass, frame)));
    }

    private AssembledResult assemble(List<ChunkResult> chunks) throws IOException {
        AssemblyOptions options = new AssemblyOptions("auto", StitchOptions.DEFAULTS, false);
        return new PassesAssembly(VIDEO, PLAN, BOTH, BOTH.each(), options)
                .write(
                        chunks,
                        blobs::open,
                        content -> {
                            ByteArrayOutputStream kept = new ByteArrayOutputStream();
                            content.write(kept);
                            return () -> new ByteArrayInputStream(kept.toByteArray());
                        },
                        masks);
    }

    @Test
    void tracksOfAllPassesStayApartAndAreNumberedAsTheyAreFirstSeen() throws IOException {
        AssembledResult result =
                assemble(PLAN.chunks().stream().map(this::result).toList());

        assertThat(result.tracks())
                .containsExactly(
                        new Track(1, "dog", 0, 59, 60, false),
                        new Track(2, "dog", 0, 49, 50, false),
                        new Track(3, "cat", 30, 59, 30, false));
        assertThat(result.segments()).isEqualTo(140);
        MasksSource written = () -> new ByteArrayInputStream(masks.toByteArray());
        assertThat(written.header().prompts()).isEqualTo(BOTH);
        assertThat(written.header().provenance().chunks()).isEqualTo(PLAN.chunks());
        List<FrameSegments> frames = new ArrayList<>();
        written.forEachFrame(frames::add);
        assertThat(frames).hasSize(FRAMES);
        for (FrameSegments frame : frames) {
            Map<Integer, Mask> expected = new HashMap<>();
            truth(1, frame.frame()).forEach(expected::put);
            truth(0, frame.frame()).forEach((id, mask) -> expected.put(3, mask));
            Map<Integer, Mask> found = new HashMap<>();
            frame.segments().forEach(segment -> found.put(segment.track(), segment.mask()));
            assertThat(found).as("frame %d", frame.frame()).isEqualTo(expected);
            assertThat(frame.segments()).extracting(Segment::track).isSorted();
        }
    }

    @Test
    void seamsAndGapsNameTheChunksOfTheWholePlanAndTheTracksOfTheResult() throws IOException {
        AssembledResult result = assemble(PLAN.chunks().stream()
                .filter(chunk -> chunk.index() != 0)
                .map(this::result)
                .toList());

        assertThat(result.gaps())
                .containsExactly(new Gap(0, PLAN.chunks().get(0).owned()));
        assertThat(result.notes()).anyMatch(note -> note.contains("chunk 0 has none"));
        assertThat(result.seams())
                .extracting(Seam::earlierChunk, Seam::laterChunk)
                .containsExactly(tuple(1, 2), tuple(3, 4), tuple(4, 5));
        assertThat(result.seams().get(1).matches())
                .extracting(Seam.Joint::track)
                .containsExactlyInAnyOrder(1, 2);
        assertThat(result.seams().get(0).matches())
                .extracting(Seam.Joint::track)
                .containsExactly(3);
    }

    /** Of a pass alone it could not be told how its masks are written. */
    @Test
    void theDialectIsDecidedOverAllPasses() throws IOException {
        List<ChunkResult> chunks = new ArrayList<>();
        for (Chunk chunk : PLAN.chunks()) {
            boolean cat = chunk.index() < 3;
            chunks.add(aResult(
                    blobs,
                    chunk,
                    SIZE,
                    fileWithIds(
                            chunk.sent(),
                            Dialect.PAIRS_ROW_1,
                            frame -> cat ? Map.of(1, aMask(SIZE, 4, 2, 4, 1)) : truth(1, frame))));
        }

        List<ChunkResult> cats = chunks.subList(0, 3);
        assertThatThrownBy(() -> new ResultAssembly(
                                VIDEO,
                                PLAN.pass(0),
                                Prompts.ofText("cat"),
                                new AssemblyOptions("auto", StitchOptions.DEFAULTS, false))
                        .write(cats, blobs::open, new ByteArrayOutputStream()))
                .isInstanceOf(AmbiguousDialectException.class);
        AssembledResult result = assemble(chunks);

        assertThat(result.dialect().name()).isEqualTo("pairs-row-1");
        assertThat(result.tracks()).extracting(Track::label).containsExactly("cat", "dog", "dog");
    }
}
