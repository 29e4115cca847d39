package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.ChunkIndex;
import dev.sam3flow.video.internal.PacketScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The index of a chunk is read without its data: what it says is what ffprobe reads, and what it must not say is refused. */
class ChunkIndexTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final FrameRange ALL = new FrameRange(0, 90);

    @TempDir
    Path temp;

    private Path chunk(String name, String options) throws IOException {
        Path source = BarCodeClip.make(temp.resolve(name), ALL.endFrame(), options.split(" "));
        Video video = TOOLS.probe(source);
        Path chunk = temp.resolve("chunk.mp4");
        assertThat(TOOLS.cut(source, video, ALL, chunk)).isEmpty();
        return chunk;
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(chunk("a.mp4", "-c:v libopenh264 -b:v 2M -g 30"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.mp4, '-c:v libopenh264 -b:v 2M -g 30'",
        // times out of order
        "b.mkv, '-c:v mpeg4 -q:v 3 -bf 2 -g 24 -flags +cgop -sc_threshold 1000000000'",
        // frames of several lengths
        "v.mp4, '-vf settb=1/90000,setpts=(N*0.04+mod(N\\,3)*0.012)/TB -fps_mode passthrough -enc_time_base 1:90000"
                + " -c:v libopenh264 -b:v 2M -g 30'",
        // key frames alone
        "k.mkv, '-pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M -g 1'",
        "t.ts, '-c:v libopenh264 -b:v 2M -g 30'"
    })
    void saysWhatFfprobeReads(String name, String options) throws Exception {
        Path chunk = chunk(name, options);

        ChunkIndex index = ChunkIndex.of(chunk);

        PacketScan read = PacketScan.of(BarCodeClip.PROGRAMS, VideoLimits.DEFAULTS, chunk);
        assertThat(index.timeBase()).isEqualTo(read.timeBase());
        assertThat(index.durationMicros())
                .isBetween(0L, TOOLS.probe(chunk).table().durationMicros() + 1_000);
        assertThat(index.packets().count()).isEqualTo(read.packets().count()).isEqualTo(ALL.frames());
        for (int i = 0; i < ALL.frames(); i++) {
            assertThat(index.packets().pts(i)).isEqualTo(read.packets().pts(i));
            assertThat(index.packets().sizeBytes(i)).isEqualTo(read.packets().sizeBytes(i));
            assertThat(index.packets().isKey(i)).isEqualTo(read.packets().isKey(i));
            assertThat(read.packets().isDiscard(i)).isFalse();
        }
    }

    /** Whoever reads it from afar need not fetch the end first. */
    @Test
    void standsBeforeTheData() throws IOException {
        byte[] chunk = bytes();

        assertThat(indexOf(chunk, "moov")).isLessThan(indexOf(chunk, "mdat"));
    }

    @Test
    void anEditListIsRefused() throws IOException {
        Path edited = BarCodeClip.make(temp.resolve("e.mp4"), 60, "-c:v", "mpeg4", "-bf", "2");

        refused(Files.readAllBytes(edited), "an edit list");
    }

    @Test
    void fragmentsAreRefused() throws IOException {
        Path pieces =
                BarCodeClip.make(temp.resolve("f.mp4"), 60, "-c:v", "mpeg4", "-movflags", "+frag_keyframe+empty_moov");

        refused(Files.readAllBytes(pieces), "more than one box of data");
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        byte[] chunk = bytes();

        refused(Arrays.copyOf(chunk, chunk.length - 1), "mdat");
        refused(Arrays.copyOf(chunk, indexOf(chunk, "moov") + 100), "moov");
        refused(new byte[0], "no index");
    }

    @Test
    void dataThatTheIndexDoesNotAccountForIsRefused() throws IOException {
        byte[] chunk = bytes();
        ByteBuffer tables = ByteBuffer.wrap(chunk);
        int firstSize = indexOf(chunk, "stsz") + 16;
        tables.putInt(firstSize, tables.getInt(firstSize) - 1);

        refused(chunk, "data that is not");
    }

    @Test
    void aPacketMoreThanThereAreTimesForIsRefused() throws IOException {
        byte[] chunk = bytes();
        ByteBuffer tables = ByteBuffer.wrap(chunk);
        int firstRun = indexOf(chunk, "stts") + 12;
        tables.putInt(firstRun, tables.getInt(firstRun) - 1);

        refused(chunk, "packets without times");
    }

    private void refused(byte[] bytes, String why) throws IOException {
        Path file = Files.write(temp.resolve("refused.mp4"), bytes);
        assertThatThrownBy(() -> ChunkIndex.of(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static int indexOf(byte[] bytes, String box) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(box);
        assertThat(at).as(box).isNotNegative();
        return at;
    }
}
