package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a video is made of: the frames of its chunks are its frames, each once and in order. */
class EveryFrameOnceTest {
    private static final FfmpegVideoTools TOOLS = EveryFrameOnce.TOOLS;

    @TempDir
    Path temp;

    /** Every third kind, one plan each; {@link EveryFrameOnceSoakTest} takes all of them through many. */
    static List<SampleKind> kinds() {
        List<SampleKind> all = SampleKind.all();
        return IntStream.range(0, all.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void framesOfChunksAreTheFramesOfTheVideo(SampleKind kind) throws IOException {
        assumeThat(kind.canBeWritten())
                .as("an ffmpeg with x264 and x265 in /usr/bin to write the sample")
                .isTrue();

        new EveryFrameOnce(kind, temp).check(1, kind.file().hashCode());
    }

    @Test
    void aCutThatDoesNotStartAtASafePlaceIsRefusedAndLeavesNothing() throws IOException {
        Path source = BarCodeClip.make(temp.resolve("a.mp4"), 60, "-c:v", "libopenh264", "-b:v", "2M", "-g", "25");

        Optional<String> wrong = TOOLS.cut(source, TOOLS.probe(source), new FrameRange(3, 40), temp.resolve("c.mp4"));

        assertThat(wrong).hasValueSatisfying(why -> assertThat(why).contains("safe cut"));
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(source);
        }
    }

    @Test
    void aTurnedVideoIsProbedAsItIsShown() throws IOException {
        Path flat = BarCodeClip.make(temp.resolve("a.mp4"), 30, "-c:v", "libopenh264", "-b:v", "2M");
        Path turned = temp.resolve("turned.mp4");
        Arguments command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-display_rotation", "90")
                .input(flat)
                .add("-c", "copy", turned.toString());
        ChildProcess.run(command.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);

        Video video = TOOLS.probe(turned);

        assertThat(video.size().width()).isEqualTo(BarCodeClip.HEIGHT);
        assertThat(video.mustNormalise())
                .hasValueSatisfying(why -> assertThat(why).contains("turned"));
    }
}
