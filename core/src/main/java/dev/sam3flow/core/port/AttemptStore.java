package dev.sam3flow.core.port;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.prediction.AccountRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The durable rows of attempts; every change is on disk before a call returns. */
public interface AttemptStore {
    /** Records an intent; where the key is there already, the stored attempt is returned unchanged. */
    Attempt intend(Attempt attempt);

    /**
     * Moves an attempt from one state to another, atomically.
     *
     * @return false if it is not in {@code from}; nothing changes then
     * @throws IllegalArgumentException if the protocol does not allow the step
     */
    boolean move(AttemptKey key, AttemptState from, AttemptState to);

    /**
     * Moves an attempt from Intended to Sending, unless another attempt for the same result is under way: atomically, of all
     * jobs and processes, so that a result is paid for once.
     *
     * @param account which it is about to be sent by, kept with it
     * @return false if it is not Intended, or another is {@link #underWay}; nothing changes then
     */
    boolean claim(AttemptKey key, AccountRef account);

    /** The oldest attempt for a result, of whatever job, that a prediction may come of: Sending, Accepted or Ambiguous. */
    Optional<Attempt> underWay(String resultKey);

    Optional<Attempt> find(AttemptKey key);

    /** The attempt with this marker; markers are unguessable, so that who knows one was told it by the provider. */
    Optional<Attempt> findByMarker(String marker);

    /** All attempts of a job, by chunk and attempt. */
    List<Attempt> ofJob(JobId job);

    /** The attempts for one chunk of a job, in order. @param chunk index of the chunk */
    List<Attempt> ofChunk(JobId job, int chunk);

    /** All attempts of all jobs whose intent was recorded at or after a time, oldest first. */
    List<Attempt> since(Instant from);

    /** @throws NotFoundException if there is no such attempt */
    default Attempt get(AttemptKey key) {
        return find(key).orElseThrow(() -> new NotFoundException("attempt " + key + " is not in the store"));
    }
}
