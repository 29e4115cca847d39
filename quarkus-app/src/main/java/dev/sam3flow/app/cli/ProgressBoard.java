package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows one job's progress: a line for each chunk that ends and, in a terminal, one live line below. */
final class ProgressBoard {
    /** What a progress goes to. */
    enum Style {
        /** lines, and one that is written over and over */
        LIVE,
        /** lines only */
        PLAIN,
        /** nothing */
        NONE
    }

    /** Set by the launcher where standard error is a terminal; not below {@code sam3.}, where only settings may be. */
    private static final String TERMINAL = "sam3flow.terminal";

    private static final String REWRITE = "\r\u001b[K";
    private static final int WIDTH = 110;

    private final PrintWriter err;
    private final Style style;
    private final String prefix;
    private final Clock clock;
    private final Instant begun;
    private final Map<Integer, ChunkPhase> told = new HashMap<>();
    private @Nullable JobPhase phase;
    private int before = -1;
    private boolean liveShown;

    /** @param prefix begins each line, such as {@code "film.mp4: "}; may be empty */
    ProgressBoard(PrintWriter err, Style style, String prefix, Clock clock) {
        this.err = err;
        this.style = style;
        this.prefix = prefix;
        this.clock = clock;
        this.begun = clock.instant();
    }

    static Style style(boolean quiet) {
        if (quiet) {
            return Style.NONE;
        }
        return Boolean.getBoolean(TERMINAL) ? Style.LIVE : Style.PLAIN;
    }

    void show(JobProgress progress) {
        if (style == Style.NONE) {
            return;
        }
        if (before < 0 && !progress.chunks().isEmpty()) {
            before = ProgressText.framesDone(progress);
            line(ProgressText.planned(progress));
        }
        progress.chunks().forEach(chunk -> tell(chunk, progress.chunks().size()));
        if (style == Style.PLAIN && progress.phase() != phase && isTold(progress.phase())) {
            line(ProgressText.phase(progress.phase()) + (progress.note().isEmpty() ? "" : ": " + progress.note()));
        }
        phase = progress.phase();
        if (style == Style.LIVE && !progress.phase().isTerminal()) {
            String live = prefix + ProgressText.live(progress, Math.max(0, before), elapsed());
            err.print(REWRITE + live.substring(0, Math.min(WIDTH, live.length())));
            err.flush();
            liveShown = true;
        }
    }

    private Duration elapsed() {
        return Duration.between(begun, clock.instant());
    }

    /** Ends are told by the command, and the plan has a line of its own. */
    private static boolean isTold(JobPhase phase) {
        return !phase.isTerminal() && phase != JobPhase.QUOTED;
    }

    private void tell(ChunkProgress chunk, int chunks) {
        ChunkPhase now = chunk.phase();
        if (now == told.put(chunk.chunk().index(), now)) {
            return;
        }
        if (now == ChunkPhase.DONE) {
            line(ProgressText.chunkDone(chunk, chunks));
        } else if (now == ChunkPhase.FAILED || now == ChunkPhase.NEEDS_OPERATOR) {
            line(ProgressText.chunkStopped(chunk, chunks));
        }
    }

    private void line(String text) {
        clear();
        err.println("sam3: " + prefix + text);
        err.flush();
    }

    /** Takes the live line away. */
    void clear() {
        if (liveShown) {
            err.print(REWRITE);
            err.flush();
            liveShown = false;
        }
    }
}
