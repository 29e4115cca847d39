package dev.sam3flow.core.port;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import dev.sam3flow.core.money.MicroUsd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Jobs for tests. */
public final class InMemoryJobStore implements JobStore {
    private final Map<JobId, StoredJob> jobs = new LinkedHashMap<>();
    private final Map<String, ChunkResult> chunks = new LinkedHashMap<>();
    private final Map<JobId, BlobRef> planned = new LinkedHashMap<>();
    private final Map<JobId, Instant> ends = new LinkedHashMap<>();
    private final Map<JobId, StandingOrders> standing = new LinkedHashMap<>();

    @Override
    public synchronized JobRequest create(JobRequest request) {
        JobProgress progress = new JobProgress(request.id(), JobPhase.PROBING, 0, List.of(), null, MicroUsd.ZERO, "");
        jobs.merge(request.id(), new StoredJob(request, progress, Optional.empty()), (old, fresh) -> {
            if (!old.mayBeOrderedAgain()) {
                return old;
            }
            standing.putIfAbsent(request.id(), StandingOrders.NONE);
            return new StoredJob(request, old.progress(), old.result());
        });
        return jobs.get(request.id()).request();
    }

    @Override
    public synchronized void replace(JobRequest request) {
        jobs.computeIfPresent(request.id(), (id, old) -> new StoredJob(request, old.progress(), old.result()));
    }

    @Override
    public synchronized void savePlanned(JobId id, BlobRef ref) {
        planned.put(id, ref);
    }

    @Override
    public synchronized Optional<BlobRef> findPlanned(JobId id) {
        return Optional.ofNullable(planned.get(id));
    }

    @Override
    public synchronized void saveProgress(JobProgress progress) {
        changeProgress(progress.id(), old -> progress);
    }

    @Override
    public synchronized void savePhase(JobId id, JobPhase phase, String note) {
        changeProgress(
                id,
                old -> new JobProgress(id, phase, old.videoFrames(), old.chunks(), old.quoted(), old.charged(), note));
    }

    @Override
    public synchronized void saveChunkProgress(JobId id, ChunkProgress chunk) {
        changeProgress(id, old -> {
            List<ChunkProgress> changed = old.chunks().stream()
                    .map(c -> c.chunk().index() == chunk.chunk().index() ? chunk : c)
                    .toList();
            return new JobProgress(
                    id, old.phase(), old.videoFrames(), changed, old.quoted(), old.charged(), old.note());
        });
    }

    private void changeProgress(JobId id, UnaryOperator<JobProgress> change) {
        jobs.computeIfPresent(
                id, (key, job) -> new StoredJob(job.request(), change.apply(job.progress()), job.result()));
    }

    @Override
    public synchronized StandingOrders standing(JobId id) {
        return standing.getOrDefault(id, StandingOrders.NONE);
    }

    @Override
    public synchronized void changeStanding(JobId id, UnaryOperator<StandingOrders> change) {
        StoredJob job = jobs.get(id);
        if (job != null && (job.result().isEmpty() || standing.containsKey(id))) {
            standing.put(id, change.apply(standing(id)));
        }
    }

    @Override
    public synchronized void saveResult(JobResult result) {
        standing.remove(result.id());
        ends.putIfAbsent(result.id(), Instant.now());
        jobs.computeIfPresent(
                result.id(), (key, job) -> new StoredJob(job.request(), job.progress(), Optional.of(result)));
    }

    @Override
    public synchronized void reopen(JobId id) {
        ends.remove(id);
        jobs.computeIfPresent(id, (key, job) -> new StoredJob(job.request(), job.progress(), Optional.empty()));
    }

    @Override
    public synchronized Optional<StoredJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<StoredJob> list(String tenant, int most) {
        List<StoredJob> found = new ArrayList<>(jobs.values().stream()
                .filter(job -> job.request().id().tenant().equals(tenant))
                .toList());
        Collections.reverse(found);
        return found.stream().limit(most).toList();
    }

    @Override
    public synchronized Set<JobId> endedSince(Instant from) {
        return ends.entrySet().stream()
                .filter(end -> !end.getValue().isBefore(from))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<JobRequest> unfinished() {
        return jobs.values().stream()
                .filter(job -> job.result().isEmpty())
                .map(StoredJob::request)
                .toList();
    }

    @Override
    public synchronized void saveChunk(String key, ChunkResult result) {
        chunks.putIfAbsent(key, result);
    }

    @Override
    public synchronized void forgetChunk(String key) {
        chunks.remove(key);
    }

    @Override
    public synchronized Optional<ChunkResult> findChunk(String key) {
        return Optional.ofNullable(chunks.get(key));
    }
}
