package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenes are found at the frames where the picture changes as a whole. */
class SceneCutsTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    @TempDir
    Path temp;

    private Path film(String graph) {
        Path file = temp.resolve("film.mp4");
        List<String> command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-filter_complex", graph, "-c:v", "libopenh264", "-b:v", "2M", Arguments.url(file))
                .words();
        ChildProcess.Outcome outcome =
                ChildProcess.run(command, BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return file;
    }

    @Test
    void everyHardCutIsFoundAtItsFrame() {
        Path file = film("testsrc2=s=320x180:r=25:d=3[a];smptebars=s=320x180:r=25:d=2.2[b];"
                + "mandelbrot=s=320x180:r=25,trim=duration=3[c];rgbtestsrc=s=320x180:r=25:d=1[d];"
                + "[a][b][c][d]concat=n=4,format=yuv420p");
        Video video = TOOLS.probe(file);

        int[] cuts = TOOLS.sceneCuts(file, video);

        assertThat(cuts).as(Arrays.toString(cuts)).containsExactly(75, 130, 205);
    }

    @Test
    void movingPicturesAreOneScene() {
        Path file = film("testsrc2=s=320x180:r=25:d=4,format=yuv420p");

        assertThat(TOOLS.sceneCuts(file, TOOLS.probe(file))).isEmpty();
    }
}
