package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packets;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import dev.sam3flow.video.internal.PacketScan.UnreadableVideo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a file that may be anything, and says what kind of video it is or why it is none. */
public final class Probe {
    /** Codecs that an MP4 chunk may carry as they are, with the pixel formats that players and models commonly read. */
    private static final Map<String, Set<String>> COPIED = Map.of(
            "h264", Set.of("yuv420p", "yuvj420p"),
            "hevc", Set.of("yuv420p", "yuvj420p", "yuv420p10le"),
            "av1", Set.of("yuv420p", "yuv420p10le"),
            "vp9", Set.of("yuv420p"),
            "mpeg4", Set.of("yuv420p"));

    private static final Set<String> PROGRESSIVE = Set.of("", "progressive", "unknown");
    private static final Fraction UNKNOWN_RATE = new Fraction(25, 1);

    private final FfmpegPrograms programs;
    private final VideoLimits limits;

    public Probe(FfmpegPrograms programs, VideoLimits limits) {
        this.programs = programs;
        this.limits = limits;
    }

    /** Reads the bytes for their digest while the packets are scanned; @throws InvalidInputException as below. */
    public Video of(Path file) {
        requireReadable(file);
        try (Beside<String> digest = Beside.begin(() -> sha256(file))) {
            return of(file, digest::result);
        }
    }

    /** @throws InvalidInputException if the file is not a video that can be used */
    public Video of(Path file, String sha256) {
        return of(file, () -> sha256);
    }

    private Video of(Path file, Supplier<String> digest) {
        String name = String.valueOf(file.getFileName());
        long bytes = requireReadable(file);
        PacketScan scan = scan(file, name);
        StreamFacts facts = scan.facts();
        if (facts.stream().isEmpty()) {
            throw new InvalidInputException(name + ": there is no video in it, only other streams; give a video file");
        }
        checkWhole(scan, name);
        FrameSize size = shownSize(facts, name);
        Fraction rate = facts.fraction("avg_frame_rate")
                .or(() -> facts.fraction("r_frame_rate"))
                .orElse(UNKNOWN_RATE);
        Optional<String> unclear = unclearFrames(scan);
        FrameTable table =
                unclear.isPresent() ? FrameScan.of(programs, limits, file, scan.timeBase(), rate) : scan.table();
        return new Video(
                name,
                digest.get(),
                bytes,
                size,
                rate,
                facts.text("codec_name"),
                container(facts),
                table,
                unclear.orElseGet(() -> normaliseReason(facts, table)));
    }

    /** A file, and how many bytes it has: a pipe would be read for ever, a giant for hours. */
    private long requireReadable(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(name + ": there is no such file");
            }
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new InvalidInputException(name + ": the file is empty; give a video file");
            }
            if (bytes > limits.sourceBytes()) {
                throw new InvalidInputException(name + ": " + bytes + " bytes are more than the " + limits.sourceBytes()
                        + " accepted; cut it into parts first, or raise the limit");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidInputException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private PacketScan scan(Path file, String name) {
        try {
            return PacketScan.of(programs, limits, file);
        } catch (UnreadableVideo e) {
            String why = String.valueOf(e.getMessage()).replace(Arguments.url(file), name);
            throw new InvalidInputException(
                    (why.startsWith(name) ? why : name + ": " + why)
                            + "; this is not a video that can be read: MP4, MOV, MKV, WebM, MPEG-TS, AVI, FLV, OGV are",
                    e);
        }
    }

    /** An MP4 counts its frames in its header: a copy that broke off has fewer. */
    private static void checkWhole(PacketScan scan, String name) {
        int declared = scan.facts().number("nb_frames");
        boolean counted = container(scan.facts()).contains("mp4");
        int whole = scan.packets().count() - scan.corruptTail();
        if (scan.packets().count() == 0) {
            throw new InvalidInputException(name + ": there is not a single frame in it; give a video file");
        }
        if (counted && whole < declared) {
            throw new InvalidInputException(name + ": the file is cut off: " + declared + " frames are announced, "
                    + whole + " are there; copy or download it again");
        }
    }

    private FrameSize shownSize(StreamFacts facts, String name) {
        int width = facts.number("width");
        int height = facts.number("height");
        if (width < 1
                || height < 1
                || width > limits.side()
                || height > limits.side()
                || (long) width * height > limits.pixels()) {
            throw new InvalidInputException(name + ": frames of " + width + "x" + height + " pixels; 1 to "
                    + limits.side() + " a side are accepted, " + limits.pixels() + " in all");
        }
        return Math.floorMod(facts.rotation(), 180) == 90 ? new FrameSize(height, width) : new FrameSize(width, height);
    }

    /** Why the packets do not tell which frames there are; then the frames are decoded and counted. */
    private static Optional<String> unclearFrames(PacketScan scan) {
        Packets packets = scan.packets();
        long[] times = new long[packets.count()];
        int shown = 0;
        for (int i = 0; i < packets.count(); i++) {
            if (packets.pts(i) == PacketScan.NO_TIME) {
                return Optional.of("packets without a time");
            }
            if (!packets.isDiscard(i)) {
                times[shown++] = packets.pts(i);
            }
        }
        if (shown == 0) {
            return Optional.of("an edit list hides every frame");
        }
        Arrays.sort(times, 0, shown);
        for (int i = 1; i < shown; i++) {
            if (times[i] == times[i - 1]) {
                return Optional.of("two packets with one time");
            }
        }
        if (scan.facts().text("codec_name").equals("vp8")) {
            return Optional.of("codec vp8, of which a packet need not be a frame");
        }
        return scan.corrupt() > 0 ? Optional.of(scan.corrupt() + " damaged packets") : Optional.empty();
    }

    private static @Nullable String normaliseReason(StreamFacts facts, FrameTable table) {
        String codec = facts.text("codec_name");
        Set<String> pixelFormats = COPIED.get(codec);
        if (pixelFormats == null) {
            return "codec " + codec + " is not one the provider is known to take in MP4";
        }
        if (!pixelFormats.contains(facts.text("pix_fmt"))) {
            return "pixel format " + facts.text("pix_fmt") + " is not one that is commonly read";
        }
        if (facts.isMirrored()) {
            return "the picture is mirrored when shown";
        }
        if (facts.isTurned()) {
            return "the picture is turned by " + facts.rotation() + " degrees counterclockwise when shown";
        }
        String order = facts.text("field_order").toLowerCase(Locale.ROOT);
        if (!PROGRESSIVE.contains(order)) {
            return "interlaced (" + order + ")";
        }
        return table.isSafeCut(0) ? null : "the first frame shown is not one that a copy may start at";
    }

    private static String container(StreamFacts facts) {
        return facts.format().getOrDefault("format_name", "");
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new MediaException(file.getFileName() + " could not be read to its end: " + e.getMessage(), true, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
