package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Files made to make ffmpeg read, fetch or run something else: each is refused, and nothing else is touched. */
class JailTest extends JailBench {
    private static final String[] ENDINGS = {"mp4", "mkv", "avi", "ts"};

    private List<String> playlists() {
        String http = "http://" + sentinel.forConnections() + "/x.mp4";
        List<String> texts = new ArrayList<>();
        for (String target : List.of(
                http,
                "rtmp://" + sentinel.forConnections() + "/x",
                "srt://" + sentinel.forDatagrams(),
                "udp://" + sentinel.forDatagrams(),
                "file://" + canary,
                canary.toString(),
                "concat:" + canary + "|" + canary)) {
            texts.add("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + "\n#EXT-X-ENDLIST\n");
            texts.add("ffconcat version 1.0\nfile '" + target + "'\n");
            texts.add("<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><Representation><BaseURL>" + target
                    + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
            texts.add("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"" + target + "\"/></svg>");
        }
        texts.add("[playlist]\nFile1=" + http + "\n");
        texts.add(";FFMETADATA1\ntitle=x\n");
        return texts;
    }

    @Test
    void textsThatNameOtherFilesAreRefusedUnderEveryEnding() throws IOException {
        int tried = 0;
        for (String text : playlists()) {
            for (String ending : ENDINGS) {
                refused(Files.writeString(temp.resolve("text" + tried++ + "." + ending), text));
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(40);
    }

    @Test
    void namesThatMeanSomethingToFfmpegAreNamesOfFiles() throws IOException {
        byte[] video = Files.readAllBytes(canary);
        for (String name : List.of(
                "-i.mp4",
                "subfile,,start,0,end,10,,:x.mp4",
                "concat:a.mp4|b.mp4",
                "http:x.mp4",
                "%d.mp4",
                "%03d%s%n.mp4",
                "a\nb.mp4",
                "a'b\"c;d$(e)`f`.mp4",
                "pipe:0",
                "ğüşİ.mp4")) {
            Path file;
            try {
                file = Files.write(temp.resolve(name), video);
            } catch (java.nio.file.InvalidPathException e) {
                continue; // this locale has no such letters
            }
            unread(() -> assertThat(TOOLS.probe(file).frames()).as(name).isEqualTo(30));
            NAMES.incrementAndGet();
        }
    }

    @Test
    void anArchiveOfAVideoIsRefused() throws IOException {
        Path zip = temp.resolve("zip.mp4");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("canary.mp4"));
            out.write(Files.readAllBytes(canary));
        }
        refused(zip);
    }

    @Test
    void noiseIsRefused() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 10; i++) {
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            refused(Files.write(temp.resolve("noise" + i + ".mp4"), noise));
        }
    }

    @Test
    void boxesNestedWithoutEndAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(16);
        out.writeBytes("ftypisom");
        out.writeInt(0);
        for (int depth = 0; depth < 50_000; depth++) {
            out.writeInt(8 * (50_000 - depth));
            out.writeBytes(depth == 0 ? "moov" : "trak");
        }
        refused(Files.write(temp.resolve("deep.mp4"), bytes.toByteArray()));
    }

    @Test
    void aPictureSizeBeyondTheLimitIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(canary);
        int width = indexOf(bytes, "stsd".getBytes(StandardCharsets.US_ASCII)) + 16 + 28;
        assertThat((bytes[width] & 0xff) << 8 | bytes[width + 1] & 0xff).isEqualTo(BarCodeClip.WIDTH);
        Arrays.fill(bytes, width, width + 4, (byte) 0x7f);
        // the stream's own header rules; so either the size is refused or the true size is found
        Path file = Files.write(temp.resolve("huge.mp4"), bytes);
        Throwable thrown = catchThrowable(
                () -> assertThat(TOOLS.probe(file).size().width()).isLessThanOrEqualTo(BarCodeClip.WIDTH));
        assertThat(thrown)
                .satisfiesAnyOf(
                        t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(InvalidInputException.class));
    }

    @Test
    void aHeaderOfAMillionByAMillionPixelsIsRefused() throws IOException {
        Path raw = BarCodeClip.make(temp.resolve("raw.avi"), 3, "-c:v", "rawvideo", "-pix_fmt", "gray");
        byte[] bytes = Files.readAllBytes(raw);
        ByteBuffer avi = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = indexOf(bytes, "strf".getBytes(StandardCharsets.US_ASCII)) + 12;
        assertThat(avi.getInt(size)).isEqualTo(BarCodeClip.WIDTH);
        avi.putInt(size, 1_000_000).putInt(size + 4, 1_000_000);
        refused(Files.write(temp.resolve("million.avi"), bytes));
    }

    /** Two kilobytes of index that stand for a hundred million frames. */
    @Test
    void anIndexOfAHundredMillionFramesIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(canary);
        ByteBuffer mp4 = ByteBuffer.wrap(bytes);
        int frames = 100_000_000;
        mp4.putInt(indexOf(bytes, "stsz".getBytes(StandardCharsets.US_ASCII)) + 8, 1);
        mp4.putInt(indexOf(bytes, "stsz".getBytes(StandardCharsets.US_ASCII)) + 12, frames);
        mp4.putInt(indexOf(bytes, "stts".getBytes(StandardCharsets.US_ASCII)) + 12, frames);
        mp4.putInt(indexOf(bytes, "stsc".getBytes(StandardCharsets.US_ASCII)) + 16, frames);
        refused(Files.write(temp.resolve("frames.mp4"), bytes));
    }

    @Test
    void aPipeThatNeverEndsIsNotAFile() throws Exception {
        Path pipe = temp.resolve("endless.mp4");
        assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).as("mkfifo").isTrue();
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        refused(pipe);
    }

    @Test
    void aSparseGiantIsRefusedBeforeItIsRead() throws IOException {
        Path giant = temp.resolve("giant.mp4");
        try (RandomAccessFile file = new RandomAccessFile(giant.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        refused(giant);
    }

    /** Sixty-four gigabytes that take no room on a disk, and hours to look for a picture in. */
    @Test
    void aFileThatKeepsAReaderBusyIsKilledAtTheLimitOfTime() throws IOException {
        Path giant = BarCodeClip.make(temp.resolve("hollow.mkv"), 30, "-c:v", "libopenh264", "-b:v", "2M");
        try (RandomAccessFile file = new RandomAccessFile(giant.toFile(), "rw")) {
            file.setLength(64L << 30);
        }
        VideoLimits limits =
                new VideoLimits(1L << 40, 8192, 8192 * 8192, 100_000, 64, Duration.ofSeconds(2), 1, 1L << 32);
        long before = System.nanoTime();

        unread(() -> assertThatThrownBy(() -> new FfmpegVideoTools(BarCodeClip.PROGRAMS, limits).probe(giant, "digest"))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("ffprobe was stopped: it took longer than 2 s"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        Awaitility.await()
                .until(() -> ProcessHandle.current()
                        .children()
                        .noneMatch(
                                child -> child.info().commandLine().orElse("").contains("hollow.mkv")));
        KILLED.incrementAndGet();
    }

    private static int indexOf(byte[] bytes, byte[] what) {
        for (int i = 0; i < bytes.length - what.length; i++) {
            if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
