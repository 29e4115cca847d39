package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of real cameras: the chunks' frames have, one by one, the checksums of the source's. */
class FootageTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    @TempDir
    Path temp;

    private static Path footage(String name) {
        Optional<Path> folder =
                Optional.ofNullable(System.getenv("SAM3FLOW_FOOTAGE")).map(Path::of);
        assumeThat(folder).as("a folder of footage in SAM3FLOW_FOOTAGE").isPresent();
        return folder.get().resolve(name);
    }

    @ParameterizedTest
    @CsvSource({
        "intel-one-by-one-person-detection.mp4, 1394, 30",
        "intel-car-detection.mp4, 377, 10",
        "davis-car-shadow.mp4, 40, 60"
    })
    void chunksDecodeToTheSourcesFrames(String name, int frames, int maxChunkSeconds) {
        Path source = footage(name);
        Video video = TOOLS.probe(source);
        PlanOptions options = new PlanOptions(maxChunkSeconds * 1_000_000L, 1_000_000, Objective.CHARGE);
        ChunkPlan plan = ChunkPlanner.plan(video.table(), options, PriceList.PUBLISHED, video.normaliseReason());
        List<String> owned = new ArrayList<>();

        for (Chunk chunk : plan.chunks()) {
            Path cut = temp.resolve("chunk" + chunk.index() + ".mp4");
            assertThat(TOOLS.cut(source, video, chunk.sent(), cut)).isEmpty();
            int first = chunk.sent().startFrame();
            owned.addAll(checksums(cut)
                    .subList(chunk.owned().startFrame() - first, chunk.owned().endFrame() - first));
        }

        assertThat(video.frames()).isEqualTo(frames);
        assertThat(owned).isEqualTo(checksums(source)).hasSize(frames);
    }

    @Test
    void halfMinutesOfTheLongOneAreFivePredictions() {
        Video video = TOOLS.probe(footage("intel-one-by-one-person-detection.mp4"));
        PlanOptions options = new PlanOptions(30_000_000, 1_000_000, Objective.CHARGE);

        ChunkPlan plan = ChunkPlanner.plan(video.table(), options, PriceList.PUBLISHED, video.normaliseReason());

        assertThat(plan.normaliseReason()).isNull();
        assertThat(plan.chunks()).hasSize(5);
    }

    private static List<String> checksums(Path file) {
        List<String> command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .input(file)
                .add("-map", "0:V:0", "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1")
                .words();
        return ChildProcess.run(command, BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS)
                .stdoutText()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }
}
