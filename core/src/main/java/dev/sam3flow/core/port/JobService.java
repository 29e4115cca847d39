package dev.sam3flow.core.port;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobCommand;
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

    /**
     * Carries out what a person tells a job.
     *
     * @throws InvalidInputException if the job cannot do that as it stands; the message says what it waits for
     */
    default void command(JobId id, JobCommand command) {
        if (command instanceof JobCommand.Cancel) {
            cancel(id);
        } else if (command instanceof JobCommand.Pause) {
            setPaused(id, true);
        } else if (command instanceof JobCommand.Resume) {
            setPaused(id, false);
        } else {
            throw new InvalidInputException("'" + command.text() + "' is not known to what runs job " + id);
        }
    }
}
