package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.cli.ProgressBoard.Style;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.video.FrameRange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StringWriter text = new StringWriter();

    /** Told again and again, a chunk that is done is one line. */
    @Test
    void plainLinesSayEachThingOnce() {
        ProgressBoard board = board(Style.PLAIN);
        board.show(progress(JobPhase.PROBING));
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.PREDICTING), chunk(1, ChunkPhase.WAITING)));
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.PREDICTING)));
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.FAILED)));
        board.show(progress(JobPhase.FAILED, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.FAILED)));
        assertThat(text.toString().lines())
                .containsExactly(
                        "sam3: probing",
                        "sam3: 200 frames in 2 chunks, quote $0.20",
                        "sam3: segmenting",
                        "sam3: chunk 1/2 done: frames 0-99, charged $0.10",
                        "sam3: chunk 2/2 failed");
    }

    /** What was there at the start took no time, so it is no part of the rate. */
    @Test
    void theLiveLineHasARateAndATimeLeft() {
        assertThat(ProgressText.live(
                        progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.PREDICTING)),
                        0,
                        Duration.ofSeconds(20)))
                .isEqualTo("[##########..........] 1/2 chunks, 100/200 frames, 5.0 frames/s, ETA 0:20, $0.10"
                        + " (1 predicting)");
        assertThat(ProgressText.live(
                        progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.PREDICTING)),
                        100,
                        Duration.ofSeconds(20)))
                .doesNotContain("ETA");
    }

    @Test
    void theLiveLineMakesWayForLines() {
        ProgressBoard board = board(Style.LIVE);
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.PREDICTING)));
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE), chunk(1, ChunkPhase.DONE)));
        board.clear();
        assertThat(text.toString()).contains("\r\u001b[Ksam3: chunk 2/2 done").endsWith("\r\u001b[K");
    }

    @Test
    void quietSaysNothing() {
        ProgressBoard board = board(Style.NONE);
        board.show(progress(JobPhase.SEGMENTING, chunk(0, ChunkPhase.DONE)));
        board.clear();
        assertThat(text.toString()).isEmpty();
    }

    private ProgressBoard board(Style style) {
        return new ProgressBoard(new PrintWriter(text), style, "", Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static JobProgress progress(JobPhase phase, ChunkProgress... chunks) {
        return new JobProgress(
                JobId.parse("k"),
                phase,
                chunks.length * 100,
                List.of(chunks),
                new MicroUsd(100_000L * chunks.length),
                new MicroUsd(100_000),
                "");
    }

    private static ChunkProgress chunk(int index, ChunkPhase phase) {
        FrameRange frames = new FrameRange(index * 100, index * 100 + 100);
        return new ChunkProgress(
                new Chunk(index, frames, frames, 10_000_000), phase, null, 1, new MicroUsd(100_000), null, "");
    }
}
