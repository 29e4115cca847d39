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
import java.util.Arrays;
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

    private void row(String what, double wall, double cpu, String bound) {
        page.line(String.format(Locale.ROOT, "| %s | %.2f s | %.2f s | %s |", what, wall, cpu, bound));
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

    /** The middle of three runs by wall clock. */
    private static double[] middle(Work work) throws Exception {
        double[][] runs = {measured(work), measured(work), measured(work)};
        Arrays.sort(runs, (a, b) -> Double.compare(a[0], b[0]));
        return runs[1];
    }

    @Test
    void tenMinutesAreProbedPlannedAndCutInTheTimeOfTwoCopies(@TempDir Path folder) throws Exception {
        Path source = LongClip.make(folder.resolve("ten.mp4"), FULL_HD, "5M", 20, 30);
        middle(() -> TOOLS.probe(source)); // the machine and the JVM get warm

        double[] copy = middle(() -> {
            Files.deleteIfExists(folder.resolve("copy.mp4"));
            new ProcessBuilder(
                            "cp", source.toString(), folder.resolve("copy.mp4").toString())
                    .start()
                    .waitFor();
        });
        double[] scan = middle(() -> PacketScan.of(BarCodeClip.PROGRAMS, VideoLimits.DEFAULTS, source));
        String size = String.format(Locale.ROOT, "10 min of 1080p, %d MB", Files.size(source) >> 20);
        row("`cp` of " + size + ", all of it in memory as for the rows below", copy[0], copy[1], "");
        row("one packet scan", scan[0], scan[1], "");
        String bound =
                String.format(Locale.ROOT, "CPU ≤ 3 s; wall ≤ 2 × (cp + scan) = %.2f s", 2 * (copy[0] + scan[0]));
        String sha256 = TOOLS.probe(source).sha256();
        for (Objective objective : List.of(Objective.LATENCY, Objective.CHARGE)) {
            int[] chunks = new int[1];
            double[] job = middle(() -> chunks[0] = cutAll(TOOLS.probe(source, sha256), source, objective));
            row(
                    "as a job does it: probe, plan for " + objective.name().toLowerCase(Locale.ROOT) + ", cut into "
                            + chunks[0] + " by copy, each verified, " + CORES + " at a time",
                    job[0],
                    job[1],
                    bound);
            assertThat(job[1]).isLessThanOrEqualTo(3.0);
        }
        double[] all = middle(() -> cutAll(TOOLS.probe(source), source, Objective.LATENCY));
        row("the first of these where no store has hashed the file: with SHA-256", all[0], all[1], "CPU ≤ 3 s");
        assertThat(all[1]).isLessThanOrEqualTo(3.0);
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
                    took[0],
                    took[1],
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
            row(
                    minutes + " min of 96x64: probe, plan, cut, overlay, contact sheets in a heap of 40 MB",
                    took[0],
                    took[1],
                    "ends");
            Files.delete(masks);
            Files.delete(source);
        }
        Path day = LongClip.make(folder.resolve("day.mp4"), small, "30k", 20, 3 * 60 * 12);
        double[] took = measured(() -> TightMemory.run("256m", "cut", day, day, folder));
        row("12 h at 30 Hz (1,296,000 frames): probe, plan, first cut in a heap of 256 MB", took[0], took[1], "ends");
    }

    @AfterAll
    void write() throws IOException {
        page.write();
    }
}
