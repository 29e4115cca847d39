package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packets;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass over the packets of a file's first video stream; nothing is decoded.
 *
 * @param facts stream and container
 * @param packets in decoding order; a missing presentation time is {@link #NO_TIME}
 * @param corrupt how many packets the demuxer calls damaged
 * @param corruptTail how many of them stand at the very end
 * @param errors the end of what ffprobe complained about; empty where it did not
 */
public record PacketScan(StreamFacts facts, Packets packets, int corrupt, int corruptTail, String errors) {
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final String ENTRIES = "packet=pts,duration,size,flags"
            + ":stream=codec_name,pix_fmt,width,height,field_order,avg_frame_rate,r_frame_rate,time_base,nb_frames"
            + ":stream_side_data=rotation,displaymatrix"
            + ":format=format_name,duration,start_time";

    /** Reads a file that may come from a stranger. @throws UnreadableVideo if ffprobe cannot open it */
    public static PacketScan of(FfmpegPrograms programs, VideoLimits limits, Path file) throws UnreadableVideo {
        List<String> command = Arguments.ffprobe(programs)
                .guards(limits)
                .add("-select_streams", "V:0", "-show_entries", ENTRIES, "-of", "compact")
                .input(file)
                .words();
        Lines lines = new Lines(limits);
        ChildProcess.Limits child = ChildProcess.Limits.DEFAULTS.withWallClock(limits.scanTime());
        ChildProcess.Outcome outcome = ChildProcess.stream(command, programs.environment(), child, lines::readAll);
        if (outcome.exitCode() != 0) {
            throw new UnreadableVideo(outcome.lastError());
        }
        return lines.result(outcome.stderr().isBlank() ? "" : outcome.lastError());
    }

    /** The stream's time base; microseconds where it is not said. */
    public Fraction timeBase() {
        return facts.fraction("time_base").orElse(new Fraction(1, 1_000_000));
    }

    /** The frames that the packets show. @throws InvalidInputException if there is none, or two have one time */
    public FrameTable table() {
        return FrameTable.ofPackets(timeBase(), packets);
    }

    /** ffprobe could not open a file. */
    public static final class UnreadableVideo extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableVideo(String message) {
            super(message);
        }
    }

    /** What ffprobe prints: {@code section|key=value|key=value}. */
    private static final class Lines {
        private final VideoLimits limits;
        private final Packets packets = new Packets();
        private final Map<String, String> stream = new HashMap<>();
        private final Map<String, String> format = new HashMap<>();
        private int corrupt;
        private int corruptTail;

        Lines(VideoLimits limits) {
            this.limits = limits;
        }

        void readAll(InputStream in) throws IOException {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("packet|")) {
                    addPacket(line);
                } else if (line.startsWith("stream|")) {
                    addAll(line, stream);
                } else if (line.startsWith("format|")) {
                    addAll(line, format);
                }
            }
        }

        private void addPacket(String line) {
            if (packets.count() >= limits.frames()) {
                throw new InvalidInputException("the video has more than " + limits.frames()
                        + " frames: cut it into parts first, or raise the limit");
            }
            String flags = value(line, "flags");
            boolean damaged = flags.indexOf('C') >= 0;
            corrupt += damaged ? 1 : 0;
            corruptTail = damaged ? corruptTail + 1 : 0;
            packets.add(
                    number(value(line, "pts"), NO_TIME),
                    Math.max(0, number(value(line, "duration"), 0)),
                    (int) Math.min(Integer.MAX_VALUE, number(value(line, "size"), 0)),
                    flags.indexOf('K') >= 0,
                    flags.indexOf('D') >= 0);
        }

        private static void addAll(String line, Map<String, String> into) {
            for (String part : line.split("\\|")) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    into.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
        }

        private static String value(String line, String key) {
            int at = line.indexOf("|" + key + "=");
            if (at < 0) {
                return "";
            }
            int from = at + key.length() + 2;
            int to = line.indexOf('|', from);
            return line.substring(from, to < 0 ? line.length() : to);
        }

        private static long number(String text, long otherwise) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return otherwise; // ffprobe writes N/A where it does not know
            }
        }

        PacketScan result(String errors) {
            return new PacketScan(new StreamFacts(stream, format), packets, corrupt, corruptTail, errors);
        }
    }
}
