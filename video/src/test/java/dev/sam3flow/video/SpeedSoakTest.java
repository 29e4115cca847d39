package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.PacketScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** How long work on 1080p takes; on Linux, because it is the processor time that counts. */
@Tag("soak")
@TestInstance(Lifecycle.PER_CLASS)
class SpeedSoakTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final FrameSize FULL_HD = new FrameSize(1920, 1080);
    private static final int ROUNDS = 7;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private Evidence page;

    @BeforeAll
    void begin() throws IOException {
        assumeThat(Path.of("/proc/self/stat"))
                .as("a Linux that tells processor times")
                .exists();
        page = new Evidence("2-speed", "Time and memory", 0);
        page.line("| what | wall clock | processor time | bound |");
        page.line("|---|---|---|---|");
    }

    private void row(String what, double[] took, String bound) {
        page.line(String.format(Locale.ROOT, "| %s | %.2f s | %.2f s | %s |", what, took[0], took[1], bound));
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Wall clock and processor seconds. */
    private static double[] measured(Work work) throws Exception {
        double cpu = CpuClock.seconds();
        long wall = System.nanoTime();
        work.run();
        return new double[] {(System.nanoTime() - wall) / 1e9, CpuClock.seconds() - cpu};
    }

    /** Of pieces of work that take turns, so that what else the machine does meets all of them: each one's middle run by wall clock. */
    private static List<double[]> middles(List<Work> works) throws Exception {
        List<List<double[]>> runs = new ArrayList<>();
        works.forEach(work -> runs.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < works.size(); i++) {
                runs.get(i).add(measured(works.get(i)));
            }
        }
        return runs.stream()
                .map(of -> of.stream()
                        .sorted(Comparator.comparingDouble(run -> run[0]))
                        .toList())
                .map(sorted -> sorted.get(ROUNDS / 2))
                .toList();
    }

    @Test
    void tenMinutesAreProbedPlannedAndCutInTheTimeOfTwoCopies(@TempDir Path folder) throws Exception {
        Path source = LongClip.make(folder.resolve("ten.mp4"), FULL_HD, "5M", 20, 30);
        String sha256 = TOOLS.probe(source).sha256();
        int[] chunks = new int[2];
        List<Work> works = List.of(
                () -> copy(source),
                () -> PacketScan.of(BarCodeClip.PROGRAMS, VideoLimits.DEFAULTS, source),
                () -> chunks[0] = cutAll(TOOLS.probe(source, sha256), source, Objective.LATENCY),
                () -> chunks[1] = cutAll(TOOLS.probe(source, sha256), source, Objective.CHARGE),
                () -> cutAll(TOOLS.probe(source), source, Objective.LATENCY));
        middles(works); // the machine and the JVM get warm
        List<double[]> took = middles(works);

        row(
                "`cp` of 10 min of 1080p, " + (Files.size(source) >> 20) + " MB, in memory as for the rows below",
                took.get(0),
                "");
        row("one packet scan", took.get(1), "");
        double twice = 2 * (took.get(0)[0] + took.get(1)[0]);
        String bound = String.format(Locale.ROOT, "CPU ≤ 3 s; wall ≤ 2 × (cp + scan) = %.2f s", twice);
        row(asAJobDoes("latency", chunks[0]), took.get(2), bound);
        row(asAJobDoes("charge", chunks[1]), took.get(3), bound);
        row("the first of these where no store has hashed the file: with SHA-256", took.get(4), "CPU ≤ 3 s");
        assertThat(took).allSatisfy(run -> assertThat(run[1]).isLessThanOrEqualTo(3.0));
    }

    private static String asAJobDoes(String objective, int chunks) {
        return "as a job does it: probe, plan for " + objective + ", cut into " + chunks + " by copy, each verified, "
                + CORES + " at a time";
    }

    private static void copy(Path source) throws Exception {
        Path copy = source.resolveSibling("copy.mp4");
        Files.deleteIfExists(copy);
        new ProcessBuilder("cp", source.toString(), copy.toString()).start().waitFor();
    }

    /** As workers do, of which there are as many as cores and as predictions in flight. @return number of chunks */
    private static int cutAll(Video video, Path source, Objective objective) throws Exception {
        ChunkPlan plan = ChunkPlanner.plan(
                video.table(),
                PlanOptions.DEFAULTS.withObjective(objective),
                PriceList.PUBLISHED,
                video.normaliseReason(),
                CORES);
        assertThat(plan.normaliseReason()).isNull();
        ExecutorService workers = Executors.newFixedThreadPool(CORES);
        try {
            List<Future<Optional<String>>> cuts = new ArrayList<>();
            for (Chunk chunk : plan.chunks()) {
                Path target = source.resolveSibling("chunk" + chunk.index() + ".mp4");
                Files.deleteIfExists(
                        target); // as before cp: a file system may write a file out that takes another's place
                cuts.add(workers.submit(() -> TOOLS.cut(source, video, chunk.sent(), target)));
            }
            for (Future<Optional<String>> cut : cuts) {
                assertThat(cut.get()).isEmpty();
            }
            return cuts.size();
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void anOverlayTakesNoLongerThanTheVideo(@TempDir Path folder) throws Exception {
        for (PixelExport export : PixelExport.values()) {
            boolean bound = export == PixelExport.OVERLAY || export == PixelExport.OVERLAY_SILENT;
            int seconds = bound ? 30 : 5;
            Path source = LongClip.make(folder.resolve("hd.mp4"), FULL_HD, "6M", 5, seconds / 5);
            Video video = TOOLS.probe(source);
            Path masks = LongClip.masks(folder.resolve("masks.jsonl"), video);
            Path target = folder.resolve(export.fileName());
            double[] took =
                    measured(() -> TOOLS.draw(export, source, video, () -> Files.newInputStream(masks), target));
            row(
                    export.exportName() + " of " + seconds + " s of 1080p at 30 Hz, 4 tracks, "
                            + (Files.size(target) >> 20) + " MB",
                    took,
                    bound ? "wall ≤ 30 s" : "");
            Files.delete(target);
            Files.delete(source);
            assertThat(bound && took[0] > seconds)
                    .as(export + " took " + took[0] + " s")
                    .isFalse();
        }
    }

    /** In a JVM with little memory, whatever the length. */
    @Test
    void memoryDoesNotGrowWithTheLength(@TempDir Path folder) throws Exception {
        FrameSize small = new FrameSize(96, 64);
        for (int minutes : new int[] {1, 60}) {
            Path source = LongClip.make(folder.resolve("m" + minutes + ".mp4"), small, "100k", 20, 3 * minutes);
            Path masks = LongClip.masks(folder.resolve("m" + minutes + ".jsonl"), TOOLS.probe(source));
            double[] took = measured(() -> TightMemory.run("40m", "draw", source, masks, folder));
            row(minutes + " min of 96x64: probe, plan, cut, overlay, contact sheets in a heap of 40 MB", took, "ends");
            Files.delete(masks);
            Files.delete(source);
        }
        Path day = LongClip.make(folder.resolve("day.mp4"), small, "30k", 20, 3 * 60 * 12);
        double[] took = measured(() -> TightMemory.run("256m", "cut", day, day, folder));
        row("12 h at 30 Hz (1,296,000 frames): probe, plan, first cut in a heap of 256 MB", took, "ends");
    }

    @AfterAll
    void write() throws IOException {
        page.write();
    }
}
