package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.AssemblyOptions;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.ResultAssembly;
import dev.sam3flow.core.result.ResultFixtures;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.StitchOptions;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Takes a sample through random plans: cut → decode, and cut → segment → merge. The "model" reads the bar code of each
 * frame it is sent and answers with a mask that stands for the number.
 */
final class EveryFrameOnce {
    static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    private final SampleKind kind;
    private final Path folder;
    private int chunks;
    private int copiedPlans;
    private String reason = "";

    EveryFrameOnce(SampleKind kind, Path folder) {
        this.kind = kind;
        this.folder = folder;
    }

    /** Goes through plans; each must give the numbers that the source decodes to. @return number of frames */
    int check(int plans, long seed) throws IOException {
        Path source = kind.write(folder);
        Video video = TOOLS.probe(source);
        List<Integer> truth = BarCodeClip.numbers(source);
        assertThat(truth)
                .as("the sample itself")
                .isSorted()
                .doesNotHaveDuplicates()
                .doesNotContain(-1);
        assertThat(truth.size()).isGreaterThan(kind.frames() / 2).isEqualTo(video.frames());
        assertThat(video.mustNormalise().isEmpty() || kind.way() == SampleKind.Way.ANY)
                .as(video.normaliseReason())
                .isTrue();
        if (kind.name().contains("open groups")) {
            assertThat(IntStream.range(1, video.frames())
                            .anyMatch(i ->
                                    video.table().isKey(i) && !video.table().isSafeCut(i)))
                    .as("pictures before a key frame that need what came before it")
                    .isTrue();
        }
        Random random = new Random(seed);
        for (int i = 0; i < plans; i++) {
            ChunkPlan plan = plan(video, random);
            List<List<Integer>> decoded = numbersOfChunks(source, video, plan);
            assertThat(owned(plan, decoded)).isEqualTo(truth);
            assertThat(merged(video, plan, decoded)).isEqualTo(truth);
            chunks += decoded.size();
        }
        return truth.size();
    }

    private static ChunkPlan plan(Video video, Random random) {
        long length = video.table().durationMicros();
        long cap = Math.max(1_000_000, (long) (length * (0.2 + 0.5 * random.nextDouble())));
        PlanOptions options = new PlanOptions(
                cap,
                (long) (cap * 0.3 * random.nextDouble()),
                Objective.values()[random.nextInt(Objective.values().length)]);
        return ChunkPlanner.plan(video.table(), options, PriceList.PUBLISHED, video.normaliseReason());
    }

    /** Copies where that is exact, else normalises the whole, as a job does. */
    private List<List<Integer>> numbersOfChunks(Path source, Video video, ChunkPlan plan) {
        List<List<Integer>> numbers = new ArrayList<>();
        Optional<String> refused = plan.normaliseReason() == null
                ? cutAll(source, video, plan, numbers)
                : Optional.of(plan.normaliseReason());
        if (refused.isEmpty()) {
            copiedPlans++;
            return numbers;
        }
        reason = refused.get();
        boolean noCutWithinCap = video.normaliseReason() == null && plan.normaliseReason() != null;
        assertThat(kind.way() == SampleKind.Way.ANY || noCutWithinCap)
                .as(refused.get())
                .isTrue();
        Path normalised = folder.resolve("normalised.mp4");
        TOOLS.normalise(source, video, plan, normalised);
        List<List<Integer>> again = new ArrayList<>();
        assertThat(cutAll(normalised, TOOLS.probe(normalised), plan, again)).isEmpty();
        return again;
    }

    private Optional<String> cutAll(Path from, Video video, ChunkPlan plan, List<List<Integer>> numbers) {
        for (Chunk chunk : plan.chunks()) {
            Path target = folder.resolve("chunk.mp4");
            Optional<String> refused = TOOLS.cut(from, video, chunk.sent(), target);
            if (refused.isPresent()) {
                return refused;
            }
            List<Integer> decoded = BarCodeClip.numbers(target);
            assertThat(decoded).hasSize(chunk.sent().frames());
            assertSamePackets(video.table(), chunk.sent(), TOOLS.probe(target).table());
            numbers.add(decoded);
        }
        return Optional.empty();
    }

    /** As ffprobe reads the chunk, which verifies it by its index alone. */
    private static void assertSamePackets(FrameTable source, FrameRange sent, FrameTable chunk) {
        assertThat(chunk.frames()).isEqualTo(sent.frames());
        assertThat(chunk.isSafeCut(0)).isTrue();
        for (int i = 0; i < chunk.frames(); i++) {
            assertThat(chunk.timeMicros(i))
                    .isCloseTo(
                            source.timeMicros(sent.startFrame() + i) - source.timeMicros(sent.startFrame()),
                            within(1_000L));
        }
    }

    private static List<Integer> owned(ChunkPlan plan, List<List<Integer>> decoded) {
        List<Integer> owned = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            FrameRange sent = chunk.sent();
            owned.addAll(decoded.get(chunk.index())
                    .subList(
                            chunk.owned().startFrame() - sent.startFrame(),
                            chunk.owned().endFrame() - sent.startFrame()));
        }
        return owned;
    }

    private static List<Integer> merged(Video video, ChunkPlan plan, List<List<Integer>> decoded) throws IOException {
        InMemoryBlobStore blobs = new InMemoryBlobStore();
        Dialect dialect = Dialect.ofOption("coco");
        FrameSize size = video.size();
        List<ChunkResult> results = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            List<Integer> numbers = decoded.get(chunk.index());
            int first = chunk.sent().startFrame();
            String file = ResultFixtures.fileWithIds(
                    chunk.sent(), dialect, frame -> Map.of(1, maskOf(numbers.get(frame - first), size)));
            results.add(ResultFixtures.aResult(blobs, chunk, size, file));
        }
        ByteArrayOutputStream masks = new ByteArrayOutputStream();
        new ResultAssembly(
                        video, plan, Prompts.ofText("bar"), new AssemblyOptions("coco", StitchOptions.DEFAULTS, true))
                .write(results, blobs::open, masks);
        List<Integer> numbers = new ArrayList<>();
        MasksSource source = () -> new ByteArrayInputStream(masks.toByteArray());
        source.forEachFrame(frame -> numbers.add(
                frame.segments().size() == 1 ? numberOf(frame.segments().get(0).mask()) : -1));
        return numbers;
    }

    private static Mask maskOf(int number, FrameSize size) {
        return Mask.ofBox(size, new Box(number % 20, number / 20, 10, 10));
    }

    private static int numberOf(Mask mask) {
        return mask.boundingBox().y() * 20 + mask.boundingBox().x();
    }

    /** One row of the table of evidence. */
    String row(int frames, int plans) {
        String way = copiedPlans == plans ? "copied" : copiedPlans == 0 ? "normalised: " + reason : "both: " + reason;
        return "| " + kind.name() + " | " + frames + " | " + plans + " | " + chunks + " | " + way.replace("|", "/")
                + " |";
    }
}
