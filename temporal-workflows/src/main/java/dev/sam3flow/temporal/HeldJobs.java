package dev.sam3flow.temporal;

import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The jobs whose lease this process has: those that wait their turn, and those that have begun. */
final class HeldJobs {
    private static final Duration UNTIL_NEXT_LOOK_AT_RESTING = Duration.ofSeconds(5);
    /** The clocks of processes that record ends differ by less. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private static final Set<JobPhase> WAITS_FOR_A_PERSON =
            EnumSet.of(JobPhase.WAITING_FOR_APPROVAL, JobPhase.PAUSED, JobPhase.NEEDS_OPERATOR);
    private static final String WAITS = "waits its turn: its account is busy with the jobs before it";

    private final Supplier<TemporalJobService> engine;
    private final JobStore jobs;
    private final AttemptStore attempts;
    private final JobDesk desk;
    private final Driver self;
    private final JobLine line;
    private final Set<JobId> held = ConcurrentHashMap.newKeySet();
    /** Those of them that the engine has taken. */
    private final Set<JobId> begun = ConcurrentHashMap.newKeySet();
    /** When the store last said which jobs had ended. */
    private Instant looked = Instant.now();

    private Instant lookedAtResting = Instant.EPOCH;

    HeldJobs(
            Supplier<TemporalJobService> engine,
            JobStore jobs,
            AttemptStore attempts,
            JobDesk desk,
            Driver self,
            Admission admission) {
        this.engine = engine;
        this.jobs = jobs;
        this.attempts = attempts;
        this.desk = desk;
        this.self = self;
        this.line = new JobLine(admission);
    }

    /** All of them, as they are now. */
    Set<JobId> all() {
        return Set.copyOf(held);
    }

    boolean contains(JobId id) {
        return held.contains(id);
    }

    boolean hasBegun(JobId id) {
        return begun.contains(id);
    }

    boolean waits(JobId id) {
        return line.waits(id);
    }

    int waiting() {
        return line.size();
    }

    /** Records the order of a job whose lease was taken, and begins it or lets it wait. */
    void order(JobRequest request) {
        JobId id = request.id();
        boolean known = !held.add(id);
        try {
            if (engine.get().accept(request)) {
                enter(request);
            } else if (isOpen(id)) {
                begun.add(id);
            } else {
                leave(id);
            }
        } catch (RuntimeException e) {
            if (!known) {
                giveUp(id);
            }
            throw e;
        }
    }

    /** Begins a job in the store, whose lease was taken, or lets it wait; where it cannot begin now, it will later. */
    void takeUp(JobRequest request) {
        held.add(request.id());
        try {
            enter(request);
        } catch (RuntimeException e) {
            line.goBack(request.id());
            throw e;
        }
    }

    private void enter(JobRequest request) {
        if (line.join(request.id(), request.priority())) {
            begin(request.id());
        } else if (!begun.contains(request.id())) {
            showWaiting(request.id());
        }
    }

    /** Where it has been begun before, its progress is left as it is. */
    private void showWaiting(JobId id) {
        Optional<StoredJob> job = jobs.find(id);
        boolean ended = job.flatMap(StoredJob::result).isPresent();
        if (ended) {
            jobs.reopen(id);
        }
        if (ended || job.filter(it -> it.progress().phase() == JobPhase.PROBING).isPresent()) {
            jobs.savePhase(id, JobPhase.PROBING, WAITS);
        }
    }

    private void begin(JobId id) {
        engine.get().resume(id);
        begun.add(id);
    }

    /** Begins a job whoever waits before it; one that did not wait here is held from now on. */
    void beginNow(JobId id) {
        held.add(id);
        boolean waited = line.begin(id);
        try {
            begin(id);
        } catch (RuntimeException e) {
            if (waited) {
                line.goBack(id);
            } else {
                giveUp(id);
            }
            throw e;
        }
    }

    /**
     * Cancels a job that waits here and that nothing was ever done for; to be asked only where no other process may begin it.
     *
     * @return false where it is another: its workflow has to end it
     */
    boolean cancelWaiting(JobId id) {
        Optional<StoredJob> job = jobs.find(id);
        boolean untouched = job.isPresent()
                && job.get().progress().chunks().isEmpty()
                && attempts.ofJob(id).isEmpty();
        if (!untouched || !line.begin(id)) {
            return false;
        }
        try {
            JobFailure failure = new JobFailure(JobFailure.Reason.CANCELLED, "the job was cancelled before it began");
            jobs.saveProgress(
                    new JobProgress(id, JobPhase.CANCELLED, 0, List.of(), null, MicroUsd.ZERO, failure.message()));
            jobs.saveResult(new JobResult(id, JobPhase.CANCELLED, Map.of(), null, MicroUsd.ZERO, failure));
        } catch (RuntimeException e) {
            line.goBack(id);
            throw e;
        }
        leave(id);
        return true;
    }

    /** Changes the priority of a job that has not begun. */
    void prefer(JobId id, int priority) {
        jobs.find(id).ifPresent(job -> jobs.replace(job.request().withPriority(priority)));
        line.prefer(id, priority);
    }

    /** A job that could not begin; where it may have begun all the same, nobody else is to begin it. */
    private void giveUp(JobId id) {
        line.leave(id);
        if (!isRunning(id)) {
            leave(id);
        }
    }

    private boolean isRunning(JobId id) {
        try {
            return engine.get().isRunning(id);
        } catch (RuntimeException unknown) {
            return true;
        }
    }

    /** Gives the lease back. */
    void leave(JobId id) {
        if (forget(id)) {
            desk.release(id, self.name());
        }
    }

    /** Another has the lease now. @return false if it was not held */
    boolean forget(JobId id) {
        begun.remove(id);
        line.leave(id);
        return held.remove(id);
    }

    /** One look for all: a wait for each job's end would be as many calls under way as there are jobs. */
    void leaveEnded() {
        Instant now = Instant.now();
        Set<JobId> ended = begun.isEmpty() ? Set.of() : jobs.endedSince(looked.minus(CLOCKS_APART));
        for (JobId id : ended) {
            // the result that was there before it was begun again is no end
            if (begun.contains(id) && !isRunning(id)) {
                leave(id);
            }
        }
        looked = now; // not where the database was away
    }

    /** Begins as many of those that wait as there is room for. */
    void letIn() {
        if (line.size() == 0) {
            return;
        }
        Instant now = Instant.now();
        if (now.isAfter(lookedAtResting.plus(UNTIL_NEXT_LOOK_AT_RESTING))) {
            line.rest(line.working().stream().filter(this::waitsForAPerson).collect(Collectors.toSet()));
            lookedAtResting = now;
        }
        for (Optional<JobId> next = line.next(); next.isPresent(); next = line.next()) {
            letIn(next.get());
        }
    }

    private void letIn(JobId id) {
        try {
            if (isOpen(id)) {
                begin(id);
            } else {
                // another process of this driver has seen to it
                leave(id);
            }
        } catch (RuntimeException e) {
            line.goBack(id);
            throw e;
        }
    }

    private boolean isOpen(JobId id) {
        return jobs.find(id).filter(job -> job.result().isEmpty()).isPresent();
    }

    private boolean waitsForAPerson(JobId id) {
        return jobs.find(id)
                .map(job -> TemporalJobService.phase(job.progress()))
                .filter(WAITS_FOR_A_PERSON::contains)
                .isPresent();
    }
}
