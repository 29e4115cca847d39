package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A job's progress in words. */
final class ProgressText {
    private static final int BAR = 20;

    private ProgressText() {}

    /** Frames whose masks are there. */
    static int framesDone(JobProgress progress) {
        return progress.chunks().stream()
                .filter(c -> c.phase() == ChunkPhase.DONE)
                .mapToInt(c -> c.chunk().owned().frames())
                .sum();
    }

    /**
     * The one live line.
     *
     * @param before frames that were there at the start, and so say nothing of the rate
     */
    static String live(JobProgress progress, int before, Duration elapsed) {
        int frames = progress.videoFrames();
        int done = framesDone(progress);
        if (progress.phase() != JobPhase.SEGMENTING || frames == 0) {
            return phase(progress.phase()) + (progress.note().isEmpty() ? "" : ": " + progress.note());
        }
        int filled = (int) ((long) BAR * done / frames);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d chunks, %d/%d frames%s, %s (%s)",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                progress.chunksDone(),
                progress.chunks().size(),
                done,
                frames,
                rate(done - before, frames - done, elapsed),
                progress.charged(),
                states(progress.chunks()));
    }

    /** Frames a second and the time left; nothing before the first chunk is done, which is when both are known. */
    static String rate(int framesDone, int framesLeft, Duration elapsed) {
        double seconds = elapsed.toMillis() / 1000.0;
        if (framesDone <= 0 || seconds <= 0) {
            return "";
        }
        double rate = framesDone / seconds;
        return String.format(Locale.ROOT, ", %.1f frames/s, ETA %s", rate, time(Math.round(framesLeft / rate)));
    }

    static String time(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String states(List<ChunkProgress> chunks) {
        Map<ChunkPhase, Long> counts = chunks.stream()
                .filter(c -> c.phase() != ChunkPhase.DONE)
                .collect(Collectors.groupingBy(
                        ChunkProgress::phase, () -> new EnumMap<>(ChunkPhase.class), Collectors.counting()));
        return counts.isEmpty()
                ? "all done"
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + lower(e.getKey()))
                        .collect(Collectors.joining(", "));
    }

    /** A line for a chunk whose masks have come. */
    static String chunkDone(ChunkProgress chunk, int chunks) {
        int attempts = chunk.attempts();
        return String.format(
                Locale.ROOT,
                "chunk %d/%d done: frames %d-%d, charged %s%s",
                chunk.chunk().index() + 1,
                chunks,
                chunk.chunk().owned().startFrame(),
                chunk.chunk().owned().endFrame() - 1,
                chunk.charged(),
                attempts > 1 ? ", " + attempts + " attempts" : attempts == 0 ? ", result of an earlier job" : "");
    }

    /** A line for a chunk that has failed or waits for an operator. */
    static String chunkStopped(ChunkProgress chunk, int chunks) {
        return "chunk " + (chunk.chunk().index() + 1) + "/" + chunks + " " + lower(chunk.phase())
                + (chunk.note().isEmpty() ? "" : ": " + chunk.note());
    }

    /** A line for a chunk as it stands. */
    static String chunk(ChunkProgress chunk) {
        return String.format(
                Locale.ROOT,
                "chunk %d  %s  frames %d-%d  charged %s%s",
                chunk.chunk().index() + 1,
                lower(chunk.phase()),
                chunk.chunk().owned().startFrame(),
                chunk.chunk().owned().endFrame() - 1,
                chunk.charged(),
                chunk.note().isEmpty() ? "" : "  " + Errors.oneLine(chunk.note()));
    }

    static String planned(JobProgress progress) {
        int chunks = progress.chunks().size();
        return progress.videoFrames() + " frames in " + chunks + (chunks == 1 ? " chunk" : " chunks") + ", quote "
                + progress.quoted();
    }

    static String phase(JobPhase phase) {
        return lower(phase);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
