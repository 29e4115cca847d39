package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.video.internal.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A kind of video that people have, as a bar-coded sample of it is made.
 *
 * @param name what is special about it
 * @param file name of the sample
 * @param way what is done to it before it is sent
 * @param by whose ffmpeg writes it
 * @param frames frames that are drawn
 * @param options of the encoder
 * @param after what is done to the encoded file
 */
record SampleKind(String name, String file, Way way, Writer by, int frames, String options, Finish after) {
    private static final int FRAMES = 300;
    private static final String H264 = "-c:v libopenh264 -b:v 2M ";
    private static final String X264 = "-c:v libx264 -preset veryfast -threads 2 ";
    private static final String X265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:pools=2:";
    private static final String VARIABLE = "-vf settb=1/90000,setpts=(N*0.04+mod(N\\,3)*0.012)/TB ";

    enum Way {
        /** packets are copied, whatever the plan */
        COPIED,
        /** re-encoded, or copied where the plan allows it */
        ANY
    }

    enum Writer {
        OURS,
        FULLER
    }

    /** Makes the sample of what was encoded. */
    interface Finish {
        Path of(Path encoded) throws IOException;
    }

    private static SampleKind copied(String name, String file, String options) {
        return new SampleKind(name, file, Way.COPIED, Writer.OURS, FRAMES, options, encoded -> encoded);
    }

    private static SampleKind any(String name, String file, String options) {
        return new SampleKind(name, file, Way.ANY, Writer.OURS, FRAMES, options, encoded -> encoded);
    }

    private SampleKind fuller() {
        return new SampleKind(name, file, way, Writer.FULLER, frames, options, after);
    }

    private SampleKind frames(int number) {
        return new SampleKind(name, file, way, by, number, options, after);
    }

    private SampleKind then(Finish finish) {
        return new SampleKind(name, file, way, by, frames, options, finish);
    }

    static List<SampleKind> all() {
        List<SampleKind> all = new ArrayList<>(usual());
        all.addAll(codecs());
        all.addAll(times());
        all.addAll(shapes());
        all.addAll(cameras());
        return all;
    }

    private static List<SampleKind> usual() {
        return List.of(
                copied("H.264 in MP4", "a.mp4", H264 + "-g 25"),
                copied("H.264 in MOV, long groups", "a.mov", H264 + "-g 60"),
                copied("H.264 in 3GP", "a.3gp", H264 + "-g 25"),
                copied("H.264 in MKV", "a.mkv", H264 + "-g 25"),
                copied("H.264 in MKV without a duration", "live.mkv", H264 + "-g 25 -f matroska -live 1"),
                copied("H.264 in MPEG-TS, which starts at 1.4 s", "a.ts", H264 + "-g 25"),
                copied("H.264 in FLV", "a.flv", H264 + "-g 25"),
                copied("fragmented MP4", "f.mp4", H264 + "-g 25 -movflags +frag_keyframe+empty_moov"),
                any("a single key frame", "s.mp4", H264 + "-g 100000"),
                copied("name with blank, percent and quote", "a b%d'c.mp4", H264 + "-g 25"));
    }

    private static List<SampleKind> codecs() {
        String mpeg4 = "-c:v mpeg4 -q:v 3 -bf 2 -g 24 -flags +cgop -sc_threshold 1000000000";
        String vp9 = "-pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M -g 30";
        return List.of(
                copied("MPEG-4 with B-frames in MP4", "b.mp4", mpeg4),
                copied("MPEG-4 with B-frames in MKV", "b.mkv", mpeg4),
                any("MPEG-4 with B-frames in AVI, which has no times", "b.avi", mpeg4),
                any("MPEG-2 with open groups in MPEG-TS", "o.ts", "-c:v mpeg2video -q:v 3 -bf 2 -g 24"),
                any("MPEG-2 in a program stream", "o.mpg", "-c:v mpeg2video -q:v 3 -bf 2 -g 24"),
                any("MPEG-1 in MPEG-TS", "m1.ts", "-c:v mpeg1video -q:v 3 -g 24"),
                copied("VP9 in WebM", "v.webm", vp9),
                copied("VP9 in MP4", "v.mp4", vp9),
                copied(
                        "VP9 with frames that are never shown",
                        "vh.webm",
                        "-pix_fmt yuv420p -c:v libvpx-vp9 -deadline good -cpu-used 8 -b:v 2M -g 60 -auto-alt-ref 1"
                                + " -lag-in-frames 16"),
                any("VP8 in WebM", "v8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M -g 30"),
                copied("AV1 in MP4", "v1.mp4", "-c:v libsvtav1 -preset 12 -g 30 -svtav1-params pred-struct=1"),
                copied("AV1 in WebM", "v1.webm", "-c:v libsvtav1 -preset 12 -g 30 -svtav1-params pred-struct=1"),
                any("Motion JPEG in AVI", "j.avi", "-c:v mjpeg -q:v 3"),
                any("Motion JPEG in MOV", "j.mov", "-c:v mjpeg -q:v 3"),
                any("ProRes in MOV", "p.mov", "-c:v prores_ks -profile:v 0"),
                any("ProRes 4444 with alpha in MOV", "p4.mov", "-pix_fmt yuva444p10le -c:v prores_ks -profile:v 4444"),
                any("FFV1 in MKV", "ff.mkv", "-c:v ffv1"),
                any("GIF", "g.gif", "-pix_fmt gray -f gif"),
                any("Windows Media Video", "w.wmv", "-c:v wmv2 -q:v 3 -g 25"),
                any("Theora in OGV", "t.ogv", "-pix_fmt yuv420p -c:v libtheora -q:v 7 -g 32")
                        .fuller());
    }

    private static List<SampleKind> times() {
        return List.of(
                copied(
                        "variable rate",
                        "vfr.mp4",
                        VARIABLE + "-fps_mode passthrough -enc_time_base 1:90000 " + H264 + "-g 25"),
                copied(
                        "29.97 Hz",
                        "ntsc.mp4",
                        "-vf settb=1/30000,setpts=N*1001/30000/TB -fps_mode passthrough -enc_time_base 1:30000 " + H264
                                + "-g 25"),
                copied(
                        "23.976 Hz",
                        "film.mp4",
                        "-vf settb=1/24000,setpts=N*1001/24000/TB -fps_mode passthrough -enc_time_base 1:24000 " + H264
                                + "-g 24"),
                copied(
                        "120 Hz",
                        "fast.mp4",
                        "-vf settb=1/120,setpts=N -fps_mode passthrough -enc_time_base 1:120 " + H264 + "-g 30"),
                copied("a start at 7 s", "late.mkv", H264 + "-g 25 -output_ts_offset 7"),
                copied("a start at 2 s by an edit list", "late.mp4", H264 + "-g 25 -output_ts_offset 2"),
                any("an edit list that hides 32 frames", "cut.mp4", H264 + "-g 50")
                        .then(whole -> remade(whole, "trimmed.mp4", List.of("-ss", "1.28"), List.of())),
                any("a broken tail: MPEG-TS", "tail.ts", H264 + "-g 25").then(SampleKind::brokenOff),
                any("a broken tail: MKV", "tail.mkv", H264 + "-g 25").then(SampleKind::brokenOff),
                any("a broken tail: FLV", "tail.flv", H264 + "-g 25").then(SampleKind::brokenOff),
                any("a broken tail: fragmented MP4", "tail.mp4", H264 + "-g 25 -movflags +frag_keyframe+empty_moov")
                        .then(SampleKind::brokenOff));
    }

    private static List<SampleKind> shapes() {
        return List.of(
                any("interlaced: MPEG-2", "i.ts", "-c:v mpeg2video -q:v 3 -flags +ildct+ilme -top 1 -g 12"),
                any("turned by 90 degrees", "turn.mp4", "-vf transpose=clock " + H264 + "-g 25")
                        .then(flat -> remade(flat, "turned.mp4", List.of("-display_rotation", "90"), List.of())),
                any("upside down", "down.mp4", "-vf hflip,vflip " + H264 + "-g 25")
                        .then(flat -> remade(flat, "turned.mov", List.of("-display_rotation", "180"), List.of())),
                any("turned by 270 degrees", "turn.mp4", "-vf transpose=cclock " + H264 + "-g 25")
                        .then(flat -> remade(flat, "turned.mp4", List.of("-display_rotation", "270"), List.of())),
                any("mirrored when shown", "mirror.mp4", "-vf hflip " + H264 + "-g 25")
                        .then(flat -> remade(flat, "mirrored.mp4", List.of("-display_hflip"), List.of())),
                any(
                        "odd size",
                        "odd.webm",
                        "-vf scale=401:65:flags=neighbor -pix_fmt yuv420p -c:v libvpx-vp9 -g 30"
                                + " -deadline realtime -cpu-used 8 -b:v 2M"),
                any("odd size, re-encoded", "odd.mkv", "-vf scale=401:65:flags=neighbor -c:v ffv1"),
                copied("wide pixels", "wide.mkv", "-vf setsar=4/3 " + H264 + "-g 25"),
                copied("4K", "big.mp4", "-vf scale=3840:2160:flags=neighbor -c:v libopenh264 -b:v 12M -g 12")
                        .frames(48),
                any("4K, re-encoded", "big.mkv", "-vf scale=3840:2160:flags=neighbor -c:v mpeg2video -q:v 4 -g 12")
                        .frames(48),
                any("RGB in MKV", "rgb.mkv", "-pix_fmt bgr0 -c:v ffv1").frames(100));
    }

    /** What cameras and phones write; the bundled ffmpeg reads all of it but cannot write it. */
    private static List<SampleKind> cameras() {
        String hdr = "-pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc ";
        return List.of(
                copied("H.264 with a pyramid of B-frames", "x.mp4", X264 + "-bf 3 -b_strategy 0 -g 25")
                        .fuller(),
                copied("H.264 with B-frames in MKV", "x.mkv", X264 + "-bf 3 -g 25")
                        .fuller(),
                copied("H.264 with B-frames in MPEG-TS", "x.ts", X264 + "-bf 3 -g 25")
                        .fuller(),
                copied("H.264 with B-frames in FLV", "x.flv", X264 + "-bf 3 -g 25")
                        .fuller(),
                any("H.264 with B-frames in AVI, which has no times", "x.avi", X264 + "-bf 3 -g 25")
                        .fuller(),
                any("H.264 with open groups", "xo.mp4", X264 + "-bf 3 -g 25 -x264-params open-gop=1:scenecut=0")
                        .fuller(),
                any(
                                "H.264 refreshed piece by piece",
                                "xr.mp4",
                                "-pix_fmt yuv420p -c:v libx264 -preset veryfast -threads 1 -bf 0 -x264-params intra-refresh=1 -g 50")
                        .fuller(),
                any("H.264 4:4:4", "x444.mp4", X264 + "-pix_fmt yuv444p -g 25").fuller(),
                any("H.264 4:2:2 at 10 bits", "x10.mov", X264 + "-pix_fmt yuv422p10le -g 25")
                        .fuller(),
                any("H.264 interlaced", "xi.mp4", X264 + "-flags +ildct+ilme -x264-params tff=1 -g 25")
                        .fuller(),
                copied(
                                "H.264, variable rate, B-frames",
                                "xvfr.mp4",
                                VARIABLE + "-vsync passthrough -enc_time_base 1:90000 " + X264 + "-bf 3 -g 25")
                        .fuller(),
                any("an edit list over B-frames", "xcut.mp4", X264 + "-bf 3 -g 50")
                        .then(whole -> remade(whole, "trimmed.mp4", List.of("-ss", "1.28"), List.of()))
                        .fuller(),
                copied("HEVC in MP4", "h.mp4", "-pix_fmt yuv420p " + X265 + "keyint=25:open-gop=0")
                        .fuller(),
                copied("HEVC in MPEG-TS", "h.ts", "-pix_fmt yuv420p " + X265 + "keyint=25:open-gop=0")
                        .fuller(),
                copied("HEVC at 10 bits in MKV", "h.mkv", "-pix_fmt yuv420p10le " + X265 + "keyint=25:open-gop=0")
                        .fuller(),
                copied("HEVC with a wide range of light", "hdr.mp4", hdr + X265 + "keyint=25:open-gop=0")
                        .fuller(),
                any(
                                "HEVC with open groups",
                                "ho.mp4",
                                "-pix_fmt yuv420p " + X265 + "keyint=24:open-gop=1:scenecut=0:bframes=3")
                        .fuller(),
                any(
                                "HEVC with a wide range of light and open groups, re-encoded",
                                "hdro.mp4",
                                hdr + X265 + "keyint=24:open-gop=1:scenecut=0:bframes=3")
                        .fuller());
    }

    /** The same packets in another file. */
    private static Path remade(Path from, String name, List<String> before, List<String> options) throws IOException {
        Path to = from.resolveSibling("of-" + name);
        Arguments command = Arguments.ffmpeg(BarCodeClip.PROGRAMS);
        before.forEach(command::add);
        command.input(from).add("-c", "copy");
        options.forEach(command::add);
        ChildProcess.Outcome outcome = ChildProcess.run(
                command.add(Arguments.url(to)).words(),
                BarCodeClip.PROGRAMS.environment(),
                ChildProcess.Limits.DEFAULTS);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        Files.delete(from);
        return to;
    }

    /** What is left of a file when the disk was full or the battery empty. */
    private static Path brokenOff(Path whole) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(whole, Arrays.copyOf(bytes, (int) (bytes.length * 0.73) / 188 * 188 + 61));
    }

    /** Makes the sample. */
    Path write(Path folder) throws IOException {
        FfmpegPrograms programs = by == Writer.OURS ? BarCodeClip.PROGRAMS : BarCodeClip.FULLER.orElseThrow();
        return after.of(BarCodeClip.makeBy(programs, folder.resolve(file), frames, options));
    }

    boolean canBeWritten() {
        return by == Writer.OURS || BarCodeClip.FULLER.isPresent();
    }

    @Override
    public String toString() {
        return name;
    }
}
