package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.activity.ProviderCalls.Abandoned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stops what cancelled jobs have at the provider, and keeps what is complete. */
final class Abandonment {
    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final ChunkBoard board;
    private final StoredRecords stored;
    private final AtMostOnceSubmit atMostOnce;
    private final PredictionLooks looks;
    private final PredictionEnds ends;

    Abandonment(
            Sam3Ports ports,
            Sam3Settings settings,
            ChunkBoard board,
            AtMostOnceSubmit atMostOnce,
            PredictionLooks looks,
            PredictionEnds ends) {
        this.ports = ports;
        this.settings = settings;
        this.board = board;
        this.stored = new StoredRecords(ports.blobs());
        this.atMostOnce = atMostOnce;
        this.looks = looks;
        this.ends = ends;
    }

    /** @param resultKey key of the chunk's result: attempts for another are not this chunk's any more */
    Abandoned ofChunk(ChunkOrder order, String resultKey) throws IOException {
        Optional<Attempt> last = ChunkKeys.resumable(
                ports.attempts().ofChunk(order.jobId(), order.chunk().index()), resultKey);
        if (last.isEmpty()) {
            return new Abandoned(false, "");
        }
        AttemptKey key = last.get().key();
        if (last.get().state() instanceof Sending) {
            atMostOnce.examine(key);
        }
        AttemptView view = looks.find(key).attempt();
        switch (view.stage()) {
            case ACCEPTED, FINISHED:
                return prediction(order, key, resultKey);
            case AMBIGUOUS:
                String open = "attempt " + key + " may have created a prediction that is not listed yet";
                board.show(order, ChunkPhase.FAILED, null, "cancelled; " + open);
                return new Abandoned(false, open);
            default:
                return new Abandoned(false, "");
        }
    }

    /**
     * What is left where no workflow knows of a chunk: that of an earlier run, whose server was lost.
     *
     * @param told indices of chunks whose workflows have done what they can
     * @param mayTryAgain whether what fails for now is to be thrown, after all has been tried
     */
    String ofJob(JobId id, List<Integer> told, boolean mayTryAgain) throws IOException {
        BlobRef planned = ports.jobs().findPlanned(id).orElse(null);
        Map<Integer, List<Attempt>> chunks = ports.attempts().ofJob(id).stream()
                .collect(Collectors.groupingBy(attempt -> attempt.key().chunk(), TreeMap::new, Collectors.toList()));
        List<String> notes = new ArrayList<>();
        Sam3Exception retryable = null;
        for (List<Attempt> attempts : chunks.values()) {
            Attempt last = attempts.get(attempts.size() - 1);
            if (planned != null && !told.contains(last.key().chunk()) && mayHaveAPrediction(last)) {
                String chunk = "chunk " + (last.key().chunk() + 1) + ": ";
                try {
                    Abandoned end = ofChunk(order(id, stored.get(planned, Planned.class), last), last.resultKey());
                    if (!end.note().isEmpty()) {
                        notes.add(chunk + end.note());
                    }
                } catch (Sam3Exception e) {
                    retryable = e.retryable() ? e : retryable;
                    notes.add(chunk + "what it has at the provider could not be ended or fetched: " + e.getMessage());
                }
            }
        }
        if (retryable != null && mayTryAgain) {
            throw retryable;
        }
        return String.join("; ", notes);
    }

    private boolean mayHaveAPrediction(Attempt last) {
        boolean unfetched = last.state() instanceof Finished finished
                && finished.status() == PredictionStatus.COMPLETED
                && ports.jobs().findChunk(last.resultKey()).isEmpty();
        return last.state().isOpen() || unfetched;
    }

    private ChunkOrder order(JobId id, Planned planned, Attempt attempt) throws IOException {
        JobRequest request = ports.jobs().find(id).orElseThrow().request();
        List<Chunk> chunks = stored.plan(planned.plan()).chunks();
        if (attempt.key().chunk() >= chunks.size()) {
            throw new NotFoundException("the job was ordered again with another plan, which has no such chunk");
        }
        Chunk chunk = chunks.get(attempt.key().chunk());
        return new ChunkOrder(
                id,
                chunk,
                planned.source().file().sha256(),
                planned.source(),
                // which boxes it was prompted by is not known here: they prove nothing then
                request.prompts().textsOnly(),
                attempt.reserved(),
                null,
                1,
                request.reuse(),
                settings.pace(),
                false,
                null,
                null);
    }

    private Abandoned prediction(ChunkOrder order, AttemptKey key, String resultKey) throws IOException {
        PredictionId id = looks.prediction(key);
        Optional<Prediction> seen = looks.poll(key, id);
        if (seen.isPresent() && !seen.get().status().isTerminal()) {
            looks.payer(key).delete(id);
            seen = looks.poll(key, id);
        }
        PredictionStatus status = seen.map(Prediction::status).orElse(PredictionStatus.DELETED);
        if (!status.isTerminal()) {
            String runsOn = "prediction " + id + " was deleted and still runs: it may be billed";
            board.show(order, ChunkPhase.FAILED, null, "cancelled; " + runsOn);
            return new Abandoned(false, runsOn);
        }
        ends.finish(order, key, id, status);
        if (status != PredictionStatus.COMPLETED) {
            board.show(order, ChunkPhase.FAILED, null, "cancelled; prediction " + id + " was stopped");
            return new Abandoned(false, "prediction " + id + " was stopped");
        }
        try (Pulse pulse = Pulse.start()) {
            ends.keep(order, looks.payer(key), id, resultKey, pulse);
        }
        String kept = "prediction " + id + " had finished already; its masks are kept";
        board.show(order, ChunkPhase.DONE, resultKey, "cancelled; " + kept);
        return new Abandoned(true, kept);
    }
}
