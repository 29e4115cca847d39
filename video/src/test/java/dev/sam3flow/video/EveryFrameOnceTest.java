package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

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
                kind("VP9 in WebM", "v.webm", true, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M -g 30"),
                kind("VP8 in WebM", "v8.webm", false, "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M -g 30"),
                kind("AV1 in MP4", "v1.mp4", true, "-c:v libsvtav1 -preset 12 -g 30 -svtav1-params pred-struct=1"),
                kind("Motion JPEG in AVI", "j.avi", false, "-c:v mjpeg -q:v 3"),
                kind("ProRes in MOV", "p.mov", false, "-c:v prores_ks -profile:v 0"),
                kind("FFV1 in MKV", "ff.mkv", false, "-c:v ffv1"),
                kind(
                        "variable rate",
                        "vfr.mp4",
                        true,
                        "-vf setpts=(N*0.04+mod(N\\,3)*0.012)/TB -fps_mode passthrough"
                                + " -enc_time_base 1:90000 -c:v libopenh264 -b:v 2M -g 25"),
                kind(
                        "29.97 Hz",
                        "ntsc.mp4",
                        true,
                        "-vf setpts=N*1001/30000/TB -fps_mode passthrough -enc_time_base"
                                + " 1:30000 -c:v libopenh264 -b:v 2M -g 25"),
                kind("interlaced flag", "i.ts", false, "-c:v mpeg2video -q:v 3 -flags +ildct+ilme -top 1 -g 12"),
                kind("name with blank, percent and quote", "a b%d'c.mp4", true, "-c:v libopenh264 -b:v 2M -g 25"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void framesOfChunksAreTheFramesOfTheVideo(String name, String file, boolean copied, String options)
            throws IOException {
        Path source = BarCodeClip.make(temp.resolve(file), FRAMES, options.split(" "));
        Video video = TOOLS.probe(source);
        assertThat(video.frames()).isEqualTo(FRAMES);
        assertThat(video.mustNormalise().isEmpty() || !copied)
                .as(video.normaliseReason())
                .isTrue();
        Random random = new Random(file.hashCode());
        for (int i = 0; i < 3; i++) {
            PlanOptions plan =
                    new PlanOptions(2_500_000 + random.nextInt(4_000_000), random.nextInt(1_000_000), Objective.CHARGE);
            ChunkPlan chunks = ChunkPlanner.plan(video.table(), plan, PriceList.PUBLISHED, video.normaliseReason());
            assertThat(ownedNumbers(source, video, chunks)).isEqualTo(everyFrame());
        }
    }

    private List<Integer> ownedNumbers(Path source, Video video, ChunkPlan plan) throws IOException {
        Path from = source;
        Video cutFrom = video;
        if (plan.normaliseReason() != null) {
            from = temp.resolve("normalised.mp4");
            TOOLS.normalise(source, video, plan, from);
            cutFrom = TOOLS.probe(from);
        }
        List<Integer> owned = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            Path target = temp.resolve("chunk.mp4");
            assertThat(TOOLS.cut(from, cutFrom, chunk.sent(), target)).isEmpty();
            List<Integer> numbers = BarCodeClip.numbers(target);
            FrameRange sent = chunk.sent();
            assertThat(numbers)
                    .isEqualTo(IntStream.range(sent.startFrame(), sent.endFrame())
                            .boxed()
                            .toList());
            owned.addAll(numbers.subList(
                    chunk.owned().startFrame() - sent.startFrame(),
                    chunk.owned().endFrame() - sent.startFrame()));
        }
        return owned;
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
