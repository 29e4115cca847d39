package dev.sam3flow.core.port;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import java.util.concurrent.CompletableFuture;

/** Durable jobs, whatever runs them. */
public interface JobService {
    /** Starts a job, or joins the one that has this id already. */
    JobId start(JobRequest request);

    /** @throws NotFoundException if there is no such job */
    JobProgress progress(JobId id);

    /**
     * Completes when the job has ended, well or badly; holds no thread until then.
     *
     * <p>Completes exceptionally only when the answer cannot be had. Cancelling the future does not cancel the job.
     */
    CompletableFuture<JobResult> result(JobId id);

    /** Asks the job to stop: running predictions are deleted at the provider, and what was paid for is kept. */
    void cancel(JobId id);

    /** Stops or resumes starting new predictions; those that run are let finish. */
    void setPaused(JobId id, boolean paused);
}
