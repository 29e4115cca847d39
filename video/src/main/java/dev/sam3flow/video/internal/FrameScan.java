package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One pass over the decoded frames of a file, for videos whose packets do not tell which frames there are: packets without
 * times, packets that show nothing, damaged packets.
 *
 * <p>Where the frames' times do not rise either, frames are numbered instead: frame {@code i} at tick {@code i} of the
 * average frame rate.
 */
public final class FrameScan {
    private long[] times = new long[1024];
    private int frames;
    private boolean rising = true;
    private final VideoLimits limits;

    private FrameScan(VideoLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes all frames.
     *
     * @param rate of the numbered frames, where times do not help
     */
    public static FrameTable of(
            FfmpegPrograms programs, VideoLimits limits, Path file, Fraction timeBase, Fraction rate) {
        FrameScan scan = new FrameScan(limits);
        Arguments command = Arguments.ffprobe(programs)
                .guards(limits)
                .add("-select_streams", "V:0", "-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0")
                .input(file);
        ChildProcess.Limits child = ChildProcess.Limits.DEFAULTS.withWallClock(limits.workTime(3_600_000_000L));
        ChildProcess.stream(command.words(), programs.environment(), child, scan::readAll);
        if (scan.frames == 0) {
            throw new InvalidInputException("no frame of the video can be decoded: give a file that plays");
        }
        return scan.rising ? scan.timed(timeBase) : scan.numbered(rate);
    }

    private void readAll(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String text = line.replace(",", "").strip();
            if (text.isEmpty() || text.startsWith("side_data")) {
                continue;
            }
            if (frames == limits.frames()) {
                throw new InvalidInputException("the video has more than " + limits.frames()
                        + " frames: cut it into parts first, or raise the limit");
            }
            add(text);
        }
    }

    private void add(String text) {
        if (frames == times.length) {
            times = Arrays.copyOf(times, 2 * frames);
        }
        boolean known = text.matches("-?\\d{1,18}");
        times[frames] = known ? Long.parseLong(text) : 0;
        rising &= known && (frames == 0 || times[frames] > times[frames - 1]);
        frames++;
    }

    private FrameTable timed(Fraction timeBase) {
        long last = frames > 1 ? times[frames - 1] - times[frames - 2] : 1;
        return FrameTable.ofColumns(timeBase, Arrays.copyOf(times, frames), new int[frames], new byte[frames], last);
    }

    private FrameTable numbered(Fraction rate) {
        long[] numbers = new long[frames];
        Arrays.setAll(numbers, i -> i);
        Fraction timeBase = new Fraction(rate.denominator(), rate.numerator());
        return FrameTable.ofColumns(timeBase, numbers, new int[frames], new byte[frames], 1);
    }

    /** Whether a table is one of numbered frames, so that its times are to be given to the frames anew. */
    public static boolean isNumbered(FrameTable table) {
        for (int i = 0; i < table.frames(); i++) {
            if (table.pts(i) != i) {
                return false;
            }
        }
        return table.lastDuration() == 1;
    }
}
