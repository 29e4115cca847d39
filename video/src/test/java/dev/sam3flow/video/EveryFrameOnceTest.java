package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a video is made of: the frames of its chunks are its frames, each once and in order. */
class EveryFrameOnceTest {
    private static final int FRAMES = 300;
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);

    @TempDir
    Path temp;

    private static Arguments kind(String name, String file, boolean copied, String options) {
        return Arguments.of(name, file, copied, options);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("H.264 in MP4", "a.mp4", true, "-c:v libopenh264 -b:v 2M -g 25"),
                kind("H.264 in MOV, long groups", "a.mov", true, "-c:v libopenh264 -b:v 2M -g 60"),
                kind("H.264 in MKV", "a.mkv", true, "-c:v libopenh264 -b:v 2M -g 25"),
                kind("H.264 in MPEG-TS, which starts at 1.4 s", "a.ts", true, "-c:v libopenh264 -b:v 2M -g 25"),
                kind("H.264 in FLV", "a.flv", true, "-c:v libopenh264 -b:v 2M -g 25"),
                kind(
                        "fragmented MP4",
                        "f.mp4",
                        true,
                        "-c:v libopenh264 -b:v 2M -g 25 -movflags +frag_keyframe+empty_moov"),
                kind(
                        "B-frames: MPEG-4 in MP4",
                        "b.mp4",
                        true,
                        "-c:v mpeg4 -q:v 3 -bf 2 -g 24 -flags +cgop -sc_threshold 1000000000"),
                kind(
                        "B-frames: MPEG-4 in MKV",
                        "b.mkv",
                        true,
                        "-c:v mpeg4 -q:v 3 -bf 2 -g 24 -flags +cgop -sc_threshold 1000000000"),
                kind("open groups: MPEG-2 in MPEG-TS", "o.ts", false, "-c:v mpeg2video -q:v 3 -bf 2 -g 24"),
                kind("a single key frame", "s.mp4", false, "-c:v libopenh264 -b:v 2M -g 100000"),
                kind(
                        "VP9 in WebM",
                        "v.webm",
                        true,
                        "-pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M -g 30"),
                kind("VP8 in WebM", "v8.webm", false, "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M -g 30"),
                kind("AV1 in MP4", "v1.mp4", true, "-c:v libsvtav1 -preset 12 -g 30 -svtav1-params pred-struct=1"),
                kind("Motion JPEG in AVI", "j.avi", false, "-c:v mjpeg -q:v 3"),
                kind("ProRes in MOV", "p.mov", false, "-c:v prores_ks -profile:v 0"),
                kind("FFV1 in MKV", "ff.mkv", false, "-c:v ffv1"),
                kind(
                        "variable rate",
                        "vfr.mp4",
                        true,
                        "-vf settb=1/90000,setpts=(N*0.04+mod(N\\,3)*0.012)/TB -fps_mode passthrough"
                                + " -enc_time_base 1:90000 -c:v libopenh264 -b:v 2M -g 25"),
                kind(
                        "29.97 Hz",
                        "ntsc.mp4",
                        true,
                        "-vf settb=1/30000,setpts=N*1001/30000/TB -fps_mode passthrough -enc_time_base"
                                + " 1:30000 -c:v libopenh264 -b:v 2M -g 25"),
                kind("interlaced flag", "i.ts", false, "-c:v mpeg2video -q:v 3 -flags +ildct+ilme -top 1 -g 12"),
                kind("name with blank, percent and quote", "a b%d'c.mp4", true, "-c:v libopenh264 -b:v 2M -g 25"));
    }

    /** What cameras and phones write; the bundled ffmpeg reads all of it but cannot write it. */
    static Stream<Arguments> kindsOfAFullerFfmpeg() {
        String x264 = "-c:v libx264 -preset veryfast -threads 2 ";
        String x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:pools=2:";
        return Stream.of(
                kind("H.264 with a pyramid of B-frames", "x.mp4", true, x264 + "-bf 3 -b_strategy 0 -g 25"),
                kind("H.264 with B-frames in MKV", "x.mkv", true, x264 + "-bf 3 -g 25"),
                kind("H.264 with B-frames in MPEG-TS", "x.ts", true, x264 + "-bf 3 -g 25"),
                kind("H.264 with B-frames in FLV", "x.flv", true, x264 + "-bf 3 -g 25"),
                kind("H.264 with B-frames in AVI, which has no times", "x.avi", false, x264 + "-bf 3 -g 25"),
                kind(
                        "H.264 with open groups",
                        "xo.mp4",
                        false,
                        x264 + "-bf 3 -g 25 -x264-params open-gop=1:scenecut=0"),
                kind("H.264 4:4:4", "x444.mp4", false, x264 + "-pix_fmt yuv444p -g 25"),
                kind("H.264 at 10 bits", "x10.mp4", false, x264 + "-pix_fmt yuv420p10le -g 25"),
                kind("H.264 interlaced", "xi.mp4", false, x264 + "-flags +ildct+ilme -x264-params tff=1 -g 25"),
                kind(
                        "H.264, variable rate, B-frames",
                        "xvfr.mp4",
                        true,
                        "-vf settb=1/90000,setpts=(N*0.04+mod(N\\,3)*0.012)/TB -vsync passthrough -enc_time_base 1:90000 "
                                + x264 + "-bf 3 -g 25"),
                kind("HEVC", "h.mp4", true, "-pix_fmt yuv420p " + x265 + "keyint=25:open-gop=0"),
                kind("HEVC at 10 bits in MKV", "h.mkv", true, "-pix_fmt yuv420p10le " + x265 + "keyint=25:open-gop=0"),
                kind(
                        "HEVC with open groups",
                        "ho.mp4",
                        false,
                        "-pix_fmt yuv420p " + x265 + "keyint=25:open-gop=1:scenecut=0:bframes=3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfAFullerFfmpeg")
    void framesOfChunksAreTheFramesOfACamerasVideo(String name, String file, boolean copied, String options)
            throws IOException {
        assumeThat(BarCodeClip.FULLER)
                .as("an ffmpeg with x264 and x265 in /usr/bin to write the sample")
                .isPresent();
        checkEveryFrameOnce(BarCodeClip.makeBy(BarCodeClip.FULLER.get(), temp.resolve(file), FRAMES, options), copied);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void framesOfChunksAreTheFramesOfTheVideo(String name, String file, boolean copied, String options)
            throws IOException {
        checkEveryFrameOnce(BarCodeClip.make(temp.resolve(file), FRAMES, options.split(" ")), copied);
    }

    private void checkEveryFrameOnce(Path source, boolean copied) throws IOException {
        Video video = TOOLS.probe(source);
        assertThat(video.frames()).isEqualTo(FRAMES);
        assertThat(video.mustNormalise().isEmpty() || !copied)
                .as(video.normaliseReason())
                .isTrue();
        Random random = new Random(source.getFileName().toString().hashCode());
        for (int i = 0; i < 3; i++) {
            PlanOptions plan =
                    new PlanOptions(2_500_000 + random.nextInt(4_000_000), random.nextInt(1_000_000), Objective.CHARGE);
            ChunkPlan chunks = ChunkPlanner.plan(video.table(), plan, PriceList.PUBLISHED, video.normaliseReason());
            assertThat(ownedNumbers(source, video, chunks, copied)).isEqualTo(everyFrame());
        }
    }

    /** Copies where that is exact, else normalises the whole, as a job does. */
    private List<Integer> ownedNumbers(Path source, Video video, ChunkPlan plan, boolean copied) throws IOException {
        if (plan.normaliseReason() == null) {
            List<Integer> owned = new ArrayList<>();
            Optional<String> refused = cutAll(source, video, plan, owned);
            if (refused.isEmpty()) {
                return owned;
            }
            assertThat(copied).as(refused.get()).isFalse();
        }
        Path normalised = temp.resolve("normalised.mp4");
        TOOLS.normalise(source, video, plan, normalised);
        List<Integer> owned = new ArrayList<>();
        assertThat(cutAll(normalised, TOOLS.probe(normalised), plan, owned)).isEmpty();
        return owned;
    }

    private Optional<String> cutAll(Path from, Video video, ChunkPlan plan, List<Integer> owned) {
        for (Chunk chunk : plan.chunks()) {
            Path target = temp.resolve("chunk.mp4");
            Optional<String> refused = TOOLS.cut(from, video, chunk.sent(), target);
            if (refused.isPresent()) {
                return refused;
            }
            FrameRange sent = chunk.sent();
            List<Integer> numbers = BarCodeClip.numbers(target);
            assertThat(numbers)
                    .isEqualTo(IntStream.range(sent.startFrame(), sent.endFrame())
                            .boxed()
                            .toList());
            owned.addAll(numbers.subList(
                    chunk.owned().startFrame() - sent.startFrame(),
                    chunk.owned().endFrame() - sent.startFrame()));
        }
        return Optional.empty();
    }

    private static List<Integer> everyFrame() {
        return IntStream.range(0, FRAMES).boxed().toList();
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
        dev.sam3flow.video.internal.Arguments command = dev.sam3flow.video.internal.Arguments.ffmpeg(
                        BarCodeClip.PROGRAMS)
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
