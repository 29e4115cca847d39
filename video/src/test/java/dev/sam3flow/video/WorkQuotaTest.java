package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the making is counted, and work waits for room. */
class WorkQuotaTest {
    private static final FfmpegVideoTools TOOLS =
            new FfmpegVideoTools(BarCodeClip.PROGRAMS, VideoLimits.DEFAULTS.withWorkBytes(1 << 20));

    @TempDir
    Path temp;

    private Path clip() throws IOException {
        return BarCodeClip.make(temp.resolve("a.mp4"), 30, "-c:v", "libopenh264", "-b:v", "2M");
    }

    @Test
    void aFolderFullOfFilesInTheMakingTakesNoMoreUntilThereIsRoom() throws IOException {
        Path source = clip();
        Video video = TOOLS.probe(source);
        Path other = Files.write(temp.resolve("part-" + UUID.randomUUID() + ".mp4"), new byte[1 << 20]);

        assertThatThrownBy(() -> TOOLS.cut(source, video, new FrameRange(0, 30), temp.resolve("c.mp4")))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("quota is 1048576");

        Files.delete(other);
        assertThat(TOOLS.cut(source, video, new FrameRange(0, 30), temp.resolve("c.mp4")))
                .isEmpty();
    }

    @Test
    void otherFilesBesideDoNotCount() throws IOException {
        Path source = clip();
        Files.write(temp.resolve("holiday.mp4"), new byte[2 << 20]);

        assertThat(TOOLS.cut(source, TOOLS.probe(source), new FrameRange(0, 30), temp.resolve("c.mp4")))
                .isEmpty();
    }
}
