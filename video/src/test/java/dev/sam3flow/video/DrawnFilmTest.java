package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Films drawn from masks, read again frame by frame: every frame once, at its time, and what is drawn is the mask. */
class DrawnFilmTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final int FRAMES = 70;
    private static final String VARIABLE_RATE =
            "-vf settb=1/90000,setpts=(N*0.04+mod(N\\,3)*0.012)/TB -fps_mode passthrough -enc_time_base 1:90000 ";

    @TempDir
    Path temp;

    private Path clip(String name, String options) throws IOException {
        return BarCodeClip.make(temp.resolve(name), FRAMES, options.split(" "));
    }

    private Path draw(PixelExport export, Path source, Video video) throws IOException {
        Path target = temp.resolve(export.fileName());
        TOOLS.draw(export, source, video, DrawnMasks.of(video), target);
        return target;
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelExport.class,
            names = {"OVERLAY", "OVERLAY_SILENT", "MATTE_PRORES", "MATTE_WEBM", "MATTE_FFV1"})
    void aFilmHasEveryFrameOnceAtItsTime(PixelExport export) throws IOException {
        Path source = clip("vfr.mp4", VARIABLE_RATE + "-c:v libopenh264 -b:v 2M -g 25");
        Video video = TOOLS.probe(source);

        Path film = draw(export, source, video);

        assertThat(BarCodeClip.numbers(film))
                .isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
        Video made = TOOLS.probe(film);
        assertThat(made.size()).isEqualTo(video.size());
        for (int i = 0; i < FRAMES; i++) {
            assertThat(made.table().timeMicros(i))
                    .isBetween(video.table().timeMicros(i) - 1000, video.table().timeMicros(i) + 1000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MKV of VP9, mkv, -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M",
        "MPEG-TS that starts at 1.4 s, ts, -c:v libopenh264 -b:v 2M -g 25",
        "MPEG-4 with B-frames, mp4, -c:v mpeg4 -q:v 3 -bf 2 -g 24",
        "Motion JPEG in AVI, avi, -c:v mjpeg -q:v 3",
        "ProRes, mov, -c:v prores_ks -profile:v 0",
    })
    void anOverlayOfAnyKindOfVideoHasItsFrames(String kind, String ending, String options) throws IOException {
        Path source = clip("clip." + ending, options);
        Video video = TOOLS.probe(source);

        Path film = draw(PixelExport.OVERLAY, source, video);

        assertThat(BarCodeClip.numbers(film))
                .isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
    }

    @Test
    void anOverlayColoursTheMasksAndNothingElse() throws IOException {
        Path source = clip("a.mp4", "-c:v libopenh264 -b:v 4M -g 25");
        Video video = TOOLS.probe(source);

        Path film = draw(PixelExport.OVERLAY, source, video);

        List<byte[]> before = Pixels.read(source, video.size(), "rgb24");
        List<byte[]> after = Pixels.read(film, video.size(), "rgb24");
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < FRAMES; i++) {
            if (!DrawnMasks.hasMoving(i)) {
                continue;
            }
            Box moving = DrawnMasks.moving(i);
            int x = moving.x() + moving.width() / 2;
            int y = moving.y() + moving.height() - 6;
            assertThat(colourfulness(after.get(i), x, y)).as("frame " + i).isGreaterThan(60);
            assertThat(colourfulness(before.get(i), x, y)).isLessThan(20);
            assertThat(colourfulness(after.get(i), 390, 4)).isLessThan(20);
        }
    }

    /** The belt's is violet, the box's yellow: each the same in every frame, and strongest at the edge of the box around it. */
    @Test
    void everyTrackOfAnOverlayHasItsOwnColourInEveryFrame() throws IOException {
        Path source = clip("a.mp4", "-c:v libopenh264 -b:v 4M -g 25");
        Video video = TOOLS.probe(source);

        Path film = draw(PixelExport.OVERLAY, source, video);

        List<byte[]> frames = Pixels.read(film, video.size(), "rgb24");
        List<Double> belts = new ArrayList<>();
        List<Double> boxes = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            belts.add(hue(frames.get(i), 392, 32));
            if (DrawnMasks.hasMoving(i)) {
                Box moving = DrawnMasks.moving(i);
                int middle = moving.y() + moving.height() - 6;
                boxes.add(hue(frames.get(i), moving.x() + moving.width() / 2, middle));
                assertThat(colourfulness(frames.get(i), moving.endX() - 1, middle))
                        .as("edge in frame " + i)
                        .isGreaterThan(colourfulness(frames.get(i), moving.x() + moving.width() / 2, middle) + 30);
                assertThat(colourfulness(frames.get(i), moving.endX() + 4, middle))
                        .as("beside in frame " + i)
                        .isLessThan(30);
            }
        }
        assertThat(belts).allSatisfy(hue -> assertThat(hue).isBetween(belts.get(0) - 20, belts.get(0) + 20));
        assertThat(boxes).allSatisfy(hue -> assertThat(hue).isBetween(boxes.get(0) - 20, boxes.get(0) + 20));
        double apart = Math.abs(belts.get(0) - boxes.get(0));
        assertThat(Math.min(apart, 360 - apart)).isGreaterThan(90);
    }

    /** In degrees. */
    private static double hue(byte[] rgb, int x, int y) {
        int at = 3 * (y * BarCodeClip.WIDTH + x);
        return 360 * Color.RGBtoHSB(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff, null)[0];
    }

    /** How far red, green and blue lie apart; the clip itself is grey. */
    private static int colourfulness(byte[] rgb, int x, int y) {
        int at = 3 * (y * BarCodeClip.WIDTH + x);
        int[] parts = {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
        return IntStream.of(parts).max().orElseThrow()
                - IntStream.of(parts).min().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelExport.class,
            names = {"MATTE_PRORES", "MATTE_WEBM", "MATTE_FFV1"})
    void theAlphaOfAMatteIsTheUnionOfTheMasks(PixelExport export) throws IOException {
        Path source = clip("a.mp4", "-c:v libopenh264 -b:v 4M -g 25");
        Video video = TOOLS.probe(source);

        Path film = draw(export, source, video);

        List<byte[]> pixels = Pixels.read(film, video.size(), "rgba");
        assertThat(pixels).hasSize(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            Mask union = DrawnMasks.union(i);
            Mask seen = Pixels.opaque(pixels.get(i), video.size());
            assertThat(seen.iou(union))
                    .as("frame " + i)
                    .isGreaterThanOrEqualTo(export == PixelExport.MATTE_WEBM ? 0.97 : 1.0);
        }
    }

    @Test
    void ffv1KeepsThePixelsOfTheSourceAsTheyAre() throws IOException {
        Path source = clip("a.mp4", "-c:v libopenh264 -b:v 4M -g 25");
        Video video = TOOLS.probe(source);

        Path film = draw(PixelExport.MATTE_FFV1, source, video);

        List<byte[]> before = Pixels.read(source, video.size(), "yuv420p");
        List<byte[]> after = Pixels.read(film, video.size(), "yuva420p");
        for (int i = 0; i < FRAMES; i++) {
            for (int x = 0; x < BarCodeClip.WIDTH; x++) {
                int at = 32 * BarCodeClip.WIDTH + x;
                assertThat(after.get(i)[at]).isEqualTo(before.get(i)[at]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"mp4, aac", "mkv, libopus", "avi, pcm_s16le"})
    void soundIsKeptByOneOverlayAndDroppedByTheOther(String ending, String codec) throws IOException {
        Path silent = clip("s.mp4", "-c:v libopenh264 -b:v 2M -g 25");
        Path source = Sound.added(silent, temp.resolve("sound." + ending), codec);
        Video video = TOOLS.probe(source);

        Path kept = draw(PixelExport.OVERLAY, source, video);
        Path dropped = draw(PixelExport.OVERLAY_SILENT, source, video);

        assertThat(Sound.seconds(dropped)).isEmpty();
        Optional<Double> before = Sound.seconds(source);
        Optional<Double> after = Sound.seconds(kept);
        assertThat(after.orElseThrow()).isBetween(before.orElseThrow() - 0.05, before.orElseThrow() + 0.05);
        assertThat(BarCodeClip.numbers(kept)).hasSize(FRAMES);
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelExport.class,
            names = {"MATTE_PNG", "CROPS", "CONTACT_SHEET"},
            mode = Mode.EXCLUDE)
    void framesOfOddSizeAreDrawn(PixelExport export) throws IOException {
        Path source = clip("odd.mkv", "-vf scale=401:65:flags=neighbor -c:v ffv1");
        Video video = TOOLS.probe(source);

        Path film = draw(export, source, video);

        assertThat(TOOLS.probe(film).size()).isEqualTo(video.size());
        assertThat(BarCodeClip.numbers(film)).hasSize(FRAMES);
    }

    @Test
    void masksOfAnotherVideoAreRefusedAndNothingIsWritten() throws IOException {
        Path source = clip("a.mp4", "-c:v libopenh264 -b:v 2M -g 25");
        Path other = clip("b.mp4", "-c:v libopenh264 -b:v 1M -g 20");
        Path target = temp.resolve("overlay.mp4");

        assertThatThrownBy(() -> TOOLS.draw(
                        PixelExport.OVERLAY, source, TOOLS.probe(source), DrawnMasks.of(TOOLS.probe(other)), target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another video than a.mp4");

        assertThat(target).doesNotExist();
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactlyInAnyOrder(source, other);
        }
    }

    /** What is done to the shape of pixels and the meaning of colours is done to the overlay too. */
    @Test
    void widePixelsAndColoursAreHandedOn() throws IOException {
        Path source = clip(
                "wide.mkv",
                "-vf setsar=4/3,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
                        + " -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M");
        Path film = draw(PixelExport.OVERLAY, source, TOOLS.probe(source));

        assertThat(facts(film, "sample_aspect_ratio,color_space,color_primaries"))
                .isEqualTo("4:3,bt709,bt709");
    }

    @Test
    void widePixelsOfATurnedVideoAreTallInItsOverlay() throws IOException {
        Path flat = clip("flat.mp4", "-vf scale=400:400:flags=neighbor,setsar=4/3 -c:v libopenh264 -b:v 2M -g 25");
        Path source = temp.resolve("turned.mp4");
        Arguments turning = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-display_rotation", "90")
                .input(flat)
                .add("-c", "copy", Arguments.url(source));
        ChildProcess.run(turning.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        assertThat(facts(source, "sample_aspect_ratio")).isEqualTo("4:3");

        Path film = draw(PixelExport.OVERLAY, source, TOOLS.probe(source));

        assertThat(facts(film, "sample_aspect_ratio")).isEqualTo("3:4");
    }

    private static String facts(Path film, String entries) {
        List<String> command = Arguments.ffprobe(BarCodeClip.PROGRAMS)
                .add("-select_streams", "v", "-show_entries", "stream=" + entries, "-of", "csv=p=0")
                .input(film)
                .words();
        return ChildProcess.run(command, BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS)
                .stdoutText()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(",+$", ""); // where side data follow
    }
}
