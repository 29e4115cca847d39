package dev.sam3flow.core.attempt;

import dev.sam3flow.core.job.JobId;

/**
 * Names one attempt.
 *
 * @param jobId the job
 * @param chunk index of the chunk in the job's plan, from 0
 * @param attempt number of the attempt, from 1
 */
public record AttemptKey(JobId jobId, int chunk, int attempt) {
    public AttemptKey {
        if (chunk < 0 || attempt < 1) {
            throw new IllegalArgumentException(
                    "attempt " + attempt + " of chunk " + chunk + ": chunks count from 0, attempts from 1");
        }
    }

    /** One line for logs and ledger keys: {@code tenant/request/3/1}. */
    @Override
    public String toString() {
        return jobId + "/" + chunk + "/" + attempt;
    }
}
