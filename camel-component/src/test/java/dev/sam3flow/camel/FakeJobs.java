package dev.sam3flow.camel;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs in memory that end when a test says so. */
final class FakeJobs implements JobService {
    private boolean doneAtOnce;
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<JobRequest> started = new CopyOnWriteArrayList<>();
    final Map<JobId, CompletableFuture<JobResult>> results = new ConcurrentHashMap<>();

    /** A result of three chunks' worth. */
    static JobResult result(JobId id, JobPhase phase, JobFailure failure) {
        return new JobResult(id, phase, Map.of(), new MicroUsd(150_000), new MicroUsd(100_000), failure);
    }

    static FakeJobs thatAreDoneAtOnce() {
        FakeJobs jobs = new FakeJobs();
        jobs.doneAtOnce = true;
        return jobs;
    }

    void endAll(JobPhase phase, JobFailure failure) {
        results.forEach((id, result) -> result.complete(result(id, phase, failure)));
    }

    @Override
    public JobId start(JobRequest request) {
        started.add(request);
        results.computeIfAbsent(
                request.id(),
                id -> doneAtOnce
                        ? CompletableFuture.completedFuture(result(id, JobPhase.DONE, null))
                        : new CompletableFuture<>());
        return request.id();
    }

    @Override
    public JobProgress progress(JobId id) {
        if (!results.containsKey(id)) {
            throw new NotFoundException("no job " + id);
        }
        return new JobProgress(id, JobPhase.PAUSED, 0, List.of(), null, MicroUsd.ZERO, "");
    }

    @Override
    public CompletableFuture<JobResult> result(JobId id) {
        return results.get(id).copy();
    }

    @Override
    public void command(JobId id, JobCommand command) {
        progress(id);
        told.add(id + " " + command.text());
    }

    @Override
    public void cancel(JobId id) {
        throw new AssertionError("nobody asked to cancel " + id);
    }

    @Override
    public void setPaused(JobId id, boolean paused) {
        throw new AssertionError("nobody asked to pause " + id);
    }
}
