package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no video is refused with one sentence that names the file. */
class BadInputTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "text.mp4, hello",
        "playlist.mp4, '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'",
        "list.mp4, 'ffconcat version 1.0\nfile /etc/passwd\n'",
        "session.mp4, 'v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n'",
        "drawing.mp4, '<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"/etc/passwd\"/></svg>'"
    })
    void textUnderAVideosNameIsRefused(String name, String content) throws IOException {
        Path file = Files.writeString(temp.resolve(name), content);
        refused(file, "not a video that can be read");
    }

    @Test
    void aMissingFileIsNamed() {
        refused(temp.resolve("missing.mp4"), "no such file");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        refused(Files.createFile(temp.resolve("zero.mp4")), "empty");
    }

    @Test
    void soundAloneIsRefused() throws IOException {
        Path file = temp.resolve("sound.mp4");
        var command = dev.sam3flow.video.internal.Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", file.toString());
        ChildProcess.run(command.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        assertThat(file).exists();
        refused(file, "no video in it");
    }

    @Test
    void aFileThatWasCutOffIsRefusedWhereverItsIndexLies() throws IOException {
        for (String flags : new String[] {"+faststart", "0"}) {
            Path whole = BarCodeClip.make(
                    temp.resolve("whole" + flags + ".mp4"),
                    100,
                    "-c:v",
                    "libopenh264",
                    "-b:v",
                    "2M",
                    "-movflags",
                    flags);
            byte[] bytes = Files.readAllBytes(whole);
            Path cut = Files.write(temp.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
            refused(cut, "");
        }
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> TOOLS.probe(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }
}
