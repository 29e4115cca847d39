package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of its own that works on a video in as much memory as it is given. */
final class TightMemory {
    private TightMemory() {}

    /** Runs it to its end. @param heap as {@code -Xmx} takes it */
    static void run(String heap, String what, Path source, Path masks, Path folder) throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TightMemory.class.getName(),
                        what,
                        source.toString(),
                        masks.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
    }

    public static void main(String[] words) throws IOException {
        FfmpegVideoTools tools = new FfmpegVideoTools(FfmpegPrograms.find());
        Path source = Path.of(words[1]);
        Path folder = Path.of(words[3]);
        Video video = tools.probe(source);
        ChunkPlan plan =
                ChunkPlanner.plan(video.table(), PlanOptions.DEFAULTS, PriceList.PUBLISHED, video.normaliseReason());
        Path chunk = folder.resolve("chunk.mp4");
        tools.cut(source, video, plan.chunks().get(0).sent(), chunk).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        Files.delete(chunk);
        if (words[0].equals("draw")) {
            for (PixelExport export : List.of(PixelExport.OVERLAY, PixelExport.CONTACT_SHEET)) {
                Path target = folder.resolve(export.fileName());
                tools.draw(export, source, video, () -> Files.newInputStream(Path.of(words[2])), target);
                Files.delete(target);
            }
        }
    }
}
