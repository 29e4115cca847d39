package dev.sam3flow.temporal;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Gives a chunk whose paid masks are of no use a new attempt: only a person decides that. */
final class PaidAgain {
    private final JobStore jobs;
    private final AttemptStore attempts;
    private final Ledger ledger;
    private final SecureRandom random = new SecureRandom();

    PaidAgain(JobStore jobs, AttemptStore attempts, Ledger ledger) {
        this.jobs = jobs;
        this.attempts = attempts;
        this.ledger = ledger;
    }

    /**
     * Records the intent of a new attempt and reserves its price.
     *
     * @param chunk index, from 0
     * @throws InvalidInputException if nothing was paid for this chunk, or its attempt has not ended
     */
    void intend(StoredJob job, int chunk) {
        JobId id = job.request().id();
        List<Attempt> own = attempts.ofJob(id).stream()
                .filter(attempt -> attempt.key().chunk() == chunk)
                .toList();
        Optional<Attempt> last = own.isEmpty() ? Optional.empty() : Optional.of(own.get(own.size() - 1));
        if (last.isPresent() && isPaid(last.get())) {
            jobs.forgetChunk(last.get().resultKey());
            follow(job, last.get());
            return;
        }
        String shared = job.progress().chunks().stream()
                .filter(c -> c.chunk().index() == chunk)
                .map(c -> c.resultKey() == null ? "" : c.resultKey())
                .findFirst()
                .orElse("");
        if (last.map(attempt -> attempt.state().isOpen()).orElse(false) || shared.isEmpty()) {
            throw new InvalidInputException("chunk " + (chunk + 1) + " of job " + id
                    + " has no masks that were paid for: there is nothing to pay again; retry-chunk is enough");
        }
        jobs.forgetChunk(shared);
    }

    private static boolean isPaid(Attempt attempt) {
        return attempt.state() instanceof Finished finished && finished.status() == PredictionStatus.COMPLETED;
    }

    private void follow(StoredJob job, Attempt last) {
        AttemptKey key = new AttemptKey(
                last.key().jobId(), last.key().chunk(), last.key().attempt() + 1);
        var entries = ledger.entries(key.jobId());
        boolean simulated = entries.stream().anyMatch(entry -> entry.simulated());
        ledger.reserve(
                new JobAccount(key.jobId(), simulated, entries).reserve(key, last.reserved()),
                job.request().maxCharge());
        byte[] marker = new byte[16];
        random.nextBytes(marker);
        attempts.intend(new Attempt(
                key,
                last.resultKey(),
                HexFormat.of().formatHex(marker),
                last.reserved(),
                Clock.systemUTC().instant(),
                new Intended()));
    }
}
