package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies masks that were paid for and that no job fetched, as its workflow was ended from outside, while the provider still has
 * them: whoever orders the job again has them without paying.
 */
public final class MaskCopies {
    private final Sam3Ports ports;
    private final StoredRecords stored;
    private final MaskFetch masks;

    public MaskCopies(Sam3Ports ports) {
        this.ports = ports;
        this.stored = new StoredRecords(ports.blobs());
        this.masks = new MaskFetch(ports);
    }

    /** One attempt whose masks nobody had fetched. @param failure why they could not be copied; empty where they were */
    public record Copied(AttemptKey attempt, String failure) {}

    /**
     * Copies what completed jobs' attempts have left at the provider. May be done by several processes at once.
     *
     * @param window how far back intents are looked at; the provider keeps masks for seven days
     */
    public List<Copied> copy(Duration window) {
        List<Copied> copied = new ArrayList<>();
        for (Attempt attempt : ports.attempts().since(ports.clock().instant().minus(window))) {
            if (attempt.state() instanceof Finished finished
                    && finished.status() == PredictionStatus.COMPLETED
                    && isLeft(attempt)) {
                copied.add(copied(attempt, finished.predictionId()));
            }
        }
        return copied;
    }

    /** A job that has not ended fetches its own; simulated and real predictions have different providers. */
    private boolean isLeft(Attempt attempt) {
        JobId id = attempt.key().jobId();
        boolean ended = ports.jobs().find(id).flatMap(StoredJob::result).isPresent();
        return ended
                && ports.jobs().findChunk(attempt.resultKey()).isEmpty()
                && ports.jobs().findPlanned(id).isPresent()
                && ports.ledger().entries(id).stream()
                        .allMatch(entry ->
                                entry.simulated() == ports.predictions().simulated());
    }

    private Copied copied(Attempt attempt, PredictionId id) {
        AttemptKey key = attempt.key();
        try {
            BlobRef planned = ports.jobs().findPlanned(key.jobId()).orElseThrow();
            Planned from = stored.get(planned, Planned.class);
            Optional<Chunk> chunk = stored.plan(from.plan()).chunks().stream()
                    .filter(one -> one.index() == key.chunk())
                    .findFirst();
            if (chunk.isEmpty()) {
                return new Copied(key, "the job has been planned anew since, without this chunk");
            }
            masks.keep(
                    PredictionService.payer(ports.predictions(), attempt.account()),
                    new MaskFetch.Wanted(chunk.get(), from.source().size(), null, attempt.reserved()),
                    id,
                    key.attempt(),
                    attempt.resultKey(),
                    () -> false);
            return new Copied(key, "");
        } catch (Sam3Exception | IOException e) {
            return new Copied(key, String.valueOf(e.getMessage()));
        }
    }
}
