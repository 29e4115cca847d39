package dev.sam3flow.app.wiring;

import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.PredictionService;
import java.util.concurrent.CompletableFuture;

/** Jobs that start only where there is an account to pay for them: its key is looked for before anything is done. */
final class AdmittedJobs implements JobService {
    private final JobService jobs;
    private final PredictionService predictions;

    AdmittedJobs(JobService jobs, PredictionService predictions) {
        this.jobs = jobs;
        this.predictions = predictions;
    }

    @Override
    public JobId start(JobRequest request) {
        PredictionService.payer(predictions, predictions.accountOf(request.id().tenant()));
        return jobs.start(request);
    }

    @Override
    public JobProgress progress(JobId id) {
        return jobs.progress(id);
    }

    @Override
    public CompletableFuture<JobResult> result(JobId id) {
        return jobs.result(id);
    }

    @Override
    public void cancel(JobId id) {
        jobs.cancel(id);
    }

    @Override
    public void setPaused(JobId id, boolean paused) {
        jobs.setPaused(id, paused);
    }

    @Override
    public void command(JobId id, JobCommand command) {
        jobs.command(id, command);
    }
}
