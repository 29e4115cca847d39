package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.util.List;

/** What is done when a prediction has ended: it is charged, and its masks are kept. */
final class PredictionEnds {
    private final Sam3Ports ports;
    private final ChunkBoard board;
    private final MaskFetch masks;

    PredictionEnds(Sam3Ports ports, ChunkBoard board) {
        this.ports = ports;
        this.board = board;
        this.masks = new MaskFetch(ports);
    }

    /** The provider charges when it creates a prediction, however that ends; what it gives back comes with its rows. */
    void finish(ChunkOrder order, AttemptKey key, PredictionId id, PredictionStatus status) {
        // the charge first: a crash in between must not leave an ended attempt that nobody charged
        ports.ledger().post(board.account(key.jobId()).charge(key, id, order.price()));
        AttemptState now = ports.attempts().get(key).state();
        if (now instanceof Accepted) {
            ports.attempts().move(key, now, new Finished(id, status));
        }
        board.show(order, ChunkPhase.FETCHING, null, "");
    }

    void keep(ChunkOrder order, PredictionService payer, PredictionId id, String resultKey, Pulse pulse)
            throws IOException {
        List<Attempt> attempts =
                ports.attempts().ofChunk(order.jobId(), order.chunk().index());
        masks.keep(payer, MaskFetch.Wanted.of(order), id, attempts.size(), resultKey, pulse::stopped);
        int unused = ChunkKeys.next(attempts, resultKey);
        if (!ports.attempts()
                .find(order.attempt(unused))
                .map(a -> a.state().isOpen())
                .orElse(false)) {
            // another job's prediction served: what was held for one of our own is free
            ports.ledger().post(board.account(order.jobId()).release(order.attempt(unused), "result shared"));
        }
        board.show(order, ChunkPhase.DONE, resultKey, "");
    }
}
