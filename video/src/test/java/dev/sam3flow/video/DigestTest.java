package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes are hashed beside the scan, or not at all where their digest is known. */
class DigestTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    @TempDir
    Path temp;

    @Test
    void aProbedFileHasTheDigestOfItsBytes() throws IOException, NoSuchAlgorithmException {
        Path file = BarCodeClip.make(temp.resolve("clip.mp4"), 30, "-c:v", "libopenh264", "-b:v", "2M");
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));

        assertThat(TOOLS.probe(file).sha256()).isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    void aDigestThatIsKnownIsTakenAndNothingElseDiffers() throws IOException {
        Path file = BarCodeClip.make(temp.resolve("clip.mp4"), 30, "-c:v", "libopenh264", "-b:v", "2M");
        Video hashed = TOOLS.probe(file);

        Video known = TOOLS.probe(file, "ab".repeat(32));

        assertThat(known.sha256()).isEqualTo("ab".repeat(32));
        assertThat(known.table().frames()).isEqualTo(hashed.table().frames());
        assertThat(known)
                .usingRecursiveComparison()
                .ignoringFields("sha256", "table")
                .isEqualTo(hashed);
    }
}
