package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that are too large or too small for the bundled encoder of H.264 are re-encoded and drawn all the same. */
class FrameSizesTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final int FRAMES = 3;

    @TempDir
    Path temp;

    private Path clip(int width, int height) throws IOException {
        String scale = "scale=" + width + ":" + height + ":flags=neighbor";
        return BarCodeClip.make(temp.resolve("a.mkv"), FRAMES, "-vf", scale, "-c:v", "ffv1");
    }

    @ParameterizedTest
    @CsvSource({"4096, 2304", "4098, 2304", "5120, 2880", "8192, 1152", "8, 8", "32, 14"})
    void framesOfAnySizeAreReEncodedAndCut(int width, int height) throws IOException {
        Path source = clip(width, height);
        Video video = TOOLS.probe(source);
        ChunkPlan plan =
                ChunkPlanner.plan(video.table(), PlanOptions.DEFAULTS, PriceList.PUBLISHED, video.normaliseReason());
        Path normalised = temp.resolve("normalised.mp4");
        Path chunk = temp.resolve("chunk.mp4");

        TOOLS.normalise(source, video, plan, normalised);

        Video made = TOOLS.probe(normalised);
        assertThat(made.size()).isEqualTo(new FrameSize(width, height));
        assertThat(TOOLS.cut(normalised, made, plan.chunks().get(0).sent(), chunk))
                .isEmpty();
        assertThat(BarCodeClip.numbers(chunk)).hasSize(FRAMES);
        if (width >= BarCodeClip.WIDTH) {
            assertThat(BarCodeClip.numbers(chunk)).containsExactly(0, 1, 2);
        }
    }

    @Test
    void largeFramesAreDrawn() throws IOException {
        Path source = clip(5120, 2880);
        Video video = TOOLS.probe(source);
        Path film = temp.resolve("overlay.mp4");

        TOOLS.draw(PixelExport.OVERLAY, source, video, DrawnMasks.of(video), film);

        assertThat(TOOLS.probe(film).size()).isEqualTo(video.size());
        assertThat(BarCodeClip.numbers(film)).containsExactly(0, 1, 2);
    }

    @Test
    void framesTooLargeForAnyEncoderAreRefusedWithTheirSizeAndNothingIsWritten() throws IOException {
        Path source = clip(8192, 8192);
        Video video = TOOLS.probe(source);
        ChunkPlan plan =
                ChunkPlanner.plan(video.table(), PlanOptions.DEFAULTS, PriceList.PUBLISHED, video.normaliseReason());

        assertThatThrownBy(() -> TOOLS.normalise(source, video, plan, temp.resolve("normalised.mp4")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("frames of 8192x8192 pixels cannot be written by ffmpeg")
                .hasMessageEndingWith(
                        "scale the video down, to an even width and height, or use an ffmpeg with libx264");

        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(source);
        }
    }

    @Test
    void anFfmpegWithoutAnyEncoderIsNamed() {
        FfmpegPrograms found = BarCodeClip.PROGRAMS;
        FfmpegPrograms poor = new FfmpegPrograms(
                Path.of("/bin/true"), found.ffprobe(), found.environment(), "9", FfmpegPrograms.Origin.CONFIGURED);

        assertThatThrownBy(() -> Encoder.of(poor, new FrameSize(64, 64)))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith("ffmpeg 9 in /bin has none of libx264, libopenh264, libvpx-vp9");
    }
}
