package dev.sam3flow.app.money;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.video.FrameRange;
import java.util.List;

/** Small things that the tests of money share. */
final class MoneyFixtures {
    private MoneyFixtures() {}

    /** A job's plan of one chunk of this length. */
    static void saveOneChunk(JobStore jobs, JobId id, long durationMicros) {
        FrameRange all = new FrameRange(0, 30);
        jobs.saveProgress(new JobProgress(
                id,
                JobPhase.SEGMENTING,
                30,
                List.of(ChunkProgress.waiting(new Chunk(0, all, all, durationMicros))),
                null,
                MicroUsd.ZERO,
                ""));
    }
}
