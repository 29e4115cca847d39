package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent away has the pictures of a video and nothing else that its file holds: no sound, no place, no words. */
class OnlyPicturesLeaveTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final List<String> WORDS = List.of("a-private-title", "+47.3769+008.5417/", "a-private-handler");

    @TempDir
    Path temp;

    private Path source;
    private Video video;

    @BeforeEach
    void film() throws IOException {
        Path silent = BarCodeClip.make(temp.resolve("silent.mp4"), 60, "-c:v", "libopenh264", "-b:v", "2M", "-g", "30");
        Path loud = Sound.added(silent, temp.resolve("loud.mp4"), "aac");
        source = temp.resolve("film.mov");
        Arguments command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .input(loud)
                .add("-c", "copy", "-metadata", "title=" + WORDS.get(0), "-metadata", "location=" + WORDS.get(1))
                .add("-metadata:s:v:0", "handler_name=" + WORDS.get(2), Arguments.url(source));
        assertThat(ChildProcess.run(command.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS)
                        .exitCode())
                .isZero();
        video = TOOLS.probe(source);
        assertThat(text(source)).contains(WORDS);
        assertThat(Sound.seconds(source)).isPresent();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void ofAChunk() throws IOException {
        Path chunk = temp.resolve("chunk.mp4");

        assertThat(TOOLS.cut(source, video, new FrameRange(30, 60), chunk)).isEmpty();

        assertThat(text(chunk)).doesNotContain(WORDS).doesNotContain("loci");
        assertThat(Sound.seconds(chunk)).isEmpty();
    }

    @Test
    void ofANormalisedVideo() throws IOException {
        Path normalised = temp.resolve("normalised.mp4");

        TOOLS.normalise(
                source,
                video,
                ChunkPlanner.plan(video.table(), PlanOptions.DEFAULTS, PriceList.PUBLISHED, "asked for"),
                normalised);

        assertThat(text(normalised)).doesNotContain(WORDS).doesNotContain("loci");
        assertThat(Sound.seconds(normalised)).isEmpty();
    }
}
