package dev.sam3flow.simulator.pixels;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.VideoMeter;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures videos with ffprobe: one scan of the packets, from which size, duration and number of frames come. */
public final class FfprobeMeter implements VideoMeter {
    private static final ChildProcess.Limits LIMITS = ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofMinutes(2));

    private final FfmpegPrograms programs;

    public FfprobeMeter(FfmpegPrograms programs) {
        this.programs = programs;
    }

    @Override
    public ReceivedVideo measure(Path file, String sha256) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.ffprobe().toString(), "-v", "error"));
        command.addAll(Untrusted.INPUT);
        command.addAll(List.of(
                "-select_streams",
                "v:0",
                "-show_entries",
                "packet=pts,duration,size,flags:stream=width,height,time_base,duration_ts"
                        + ":stream_side_data=rotation",
                "-of",
                "compact",
                "file:" + file.toAbsolutePath()));
        ChildProcess.Outcome outcome;
        try {
            outcome = ChildProcess.run(command, programs.environment(), LIMITS);
        } catch (MediaException e) {
            throw new IOException("the video cannot be read", e);
        }
        if (outcome.exitCode() != 0) {
            throw new IOException("the file is not a video that can be read");
        }
        return new Scan(outcome.stdoutText()).result(file, sha256);
    }

    private record Shown(long pts, long durationTicks, int sizeBytes) {}

    /** The lines that ffprobe prints, {@code section|key=value|key=value}. */
    private static final class Scan {
        private final List<Shown> packets = new ArrayList<>();
        private final Map<String, String> stream = new HashMap<>();
        private int keyFrames;

        Scan(String text) throws IOException {
            for (String line : text.split("\n")) {
                Map<String, String> fields = new HashMap<>();
                String[] parts = line.split("\\|");
                for (int i = 1; i < parts.length; i++) {
                    int equals = parts[i].indexOf('=');
                    if (equals > 0) {
                        fields.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
                    }
                }
                if (parts[0].equals("packet")) {
                    add(fields);
                } else if (parts[0].equals("stream")) {
                    stream.putAll(fields);
                }
            }
            if (packets.isEmpty()) {
                throw new IOException("the file has no video frame");
            }
        }

        private void add(Map<String, String> packet) {
            String flags = packet.getOrDefault("flags", "");
            if (flags.contains("D")) {
                return; // hidden by an edit list
            }
            keyFrames += flags.contains("K") ? 1 : 0;
            packets.add(new Shown(ticks(packet.get("pts"), packets.size()), ticks(packet.get("duration"), 0), (int)
                    ticks(packet.get("size"), 0)));
        }

        private static long ticks(@Nullable String text, long otherwise) {
            return text != null && text.matches("-?\\d+") ? Long.parseLong(text) : otherwise;
        }

        ReceivedVideo result(Path file, String sha256) throws IOException {
            packets.sort(Comparator.comparingLong(Shown::pts));
            int width = (int) ticks(stream.get("width"), 0);
            int height = (int) ticks(stream.get("height"), 0);
            if (width < 1 || height < 1) {
                throw new IOException("the video has no size");
            }
            boolean turned = stream.entrySet().stream()
                    .anyMatch(e -> e.getKey().endsWith("rotation") && Math.abs(ticks(e.getValue(), 0)) % 180 == 90);
            return new ReceivedVideo(
                    file,
                    sha256,
                    turned ? height : width,
                    turned ? width : height,
                    durationMicros(),
                    packets.stream().mapToInt(Shown::sizeBytes).toArray(),
                    keyFrames);
        }

        /** From the first frame to the end of the last, or what the container says where that is more. */
        private long durationMicros() throws IOException {
            Shown last = packets.get(packets.size() - 1);
            long step = packets.size() > 1
                    ? last.pts() - packets.get(packets.size() - 2).pts()
                    : 1;
            long span = last.pts() - packets.get(0).pts() + (last.durationTicks() > 0 ? last.durationTicks() : step);
            long ticks = Math.max(span, ticks(stream.get("duration_ts"), 0));
            String[] timeBase = stream.getOrDefault("time_base", "").split("/");
            if (timeBase.length != 2) {
                throw new IOException("the video has no time base");
            }
            BigInteger[] micros = BigInteger.valueOf(ticks)
                    .multiply(new BigInteger(timeBase[0]))
                    .multiply(BigInteger.valueOf(1_000_000))
                    .divideAndRemainder(new BigInteger(timeBase[1]));
            return micros[0].longValueExact() + micros[1].signum();
        }
    }
}
