package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.temporal.Sam3Ports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down where chunks are, from what attempts and ledger say, so that a job can be watched without Temporal. */
final class ChunkBoard {
    private final Sam3Ports ports;

    ChunkBoard(Sam3Ports ports) {
        this.ports = ports;
    }

    void show(ChunkOrder order, ChunkPhase phase, @Nullable String resultKey, String note) {
        JobId job = order.jobId();
        List<Attempt> attempts = ports.attempts().ofChunk(job, order.chunk().index());
        MicroUsd charged = charged(job, attempts);
        String prediction = attempts.isEmpty()
                ? null
                : attempts.get(attempts.size() - 1)
                        .state()
                        .prediction()
                        .map(PredictionId::value)
                        .orElse(null);
        ports.jobs()
                .saveChunkProgress(
                        job,
                        new ChunkProgress(order.chunk(), phase, prediction, attempts.size(), charged, resultKey, note));
    }

    /** A submit that was looked for and has its prediction: nobody needs to decide about it any more. */
    void showFound(Attempt attempt) {
        if (!(attempt.state() instanceof Accepted accepted)) {
            return;
        }
        AttemptKey key = attempt.key();
        List<ChunkProgress> chunks = ports.jobs()
                .find(key.jobId())
                .map(job -> job.progress().chunks())
                .orElse(List.of());
        if (key.chunk() < chunks.size()) {
            ChunkProgress old = chunks.get(key.chunk());
            ports.jobs()
                    .saveChunkProgress(
                            key.jobId(),
                            new ChunkProgress(
                                    old.chunk(),
                                    ChunkPhase.PREDICTING,
                                    accepted.predictionId().value(),
                                    old.attempts(),
                                    old.charged(),
                                    old.resultKey(),
                                    ""));
        }
    }

    /** Only finished attempts are charged: a ledger that grows with the job is not read for the others. */
    private MicroUsd charged(JobId job, List<Attempt> attempts) {
        if (attempts.stream().noneMatch(attempt -> attempt.state() instanceof Finished)) {
            return MicroUsd.ZERO;
        }
        JobAccount account = account(job);
        return attempts.stream().map(attempt -> account.spent(attempt.key())).reduce(MicroUsd.ZERO, MicroUsd::plus);
    }

    JobAccount account(JobId job) {
        return new JobAccount(
                job, ports.predictions().simulated(), ports.ledger().entries(job));
    }
}
