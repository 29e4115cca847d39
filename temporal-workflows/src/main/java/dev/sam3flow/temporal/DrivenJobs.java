package dev.sam3flow.temporal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that one driver at a time drives, among processes that share a database but perhaps no workflow server.
 *
 * <p>A driver takes a job's lease before it starts it, renews it while it runs, and carries out what others ask of it at the
 * {@link JobDesk}. An order for a job that another drives joins it; if that driver dies, whoever waits takes the job over.
 */
public final class DrivenJobs implements JobService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DrivenJobs.class);
    private static final Duration TICK = Duration.ofMillis(500);
    /** The clocks of processes that record ends differ by less. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Supplier<TemporalJobService> engine;
    private final JobStore jobs;
    private final Ledger ledger;
    private final AttemptStore attempts;
    private final JobDesk desk;
    private final Driver self;
    private final Duration term;
    private final Wishes wishes;
    private final Set<JobId> driven = ConcurrentHashMap.newKeySet();
    /** Those of them that the engine has taken. */
    private final Set<JobId> begun = ConcurrentHashMap.newKeySet();
    /** When the store last said which jobs had ended; only whoever listens uses it. */
    private Instant looked = Instant.now();

    private final Map<JobId, CompletableFuture<JobResult>> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "sam3flow-driver");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param engine connects to the workflow server when it is first needed
     * @param self who this process is at the desk
     */
    public DrivenJobs(
            Supplier<TemporalJobService> engine,
            JobStore jobs,
            Ledger ledger,
            AttemptStore attempts,
            JobDesk desk,
            Driver self) {
        this(engine, jobs, ledger, attempts, desk, self, Duration.ofSeconds(45), Duration.ofSeconds(20));
    }

    /**
     * @param term how long a lease lasts that is not renewed
     * @param patience how long an answer of another driver is waited for
     */
    DrivenJobs(
            Supplier<TemporalJobService> engine,
            JobStore jobs,
            Ledger ledger,
            AttemptStore attempts,
            JobDesk desk,
            Driver self,
            Duration term,
            Duration patience) {
        this.engine = engine;
        this.jobs = jobs;
        this.ledger = ledger;
        this.attempts = attempts;
        this.desk = desk;
        this.self = self;
        this.term = term;
        this.wishes = new Wishes(desk, patience);
        ticks.scheduleWithFixedDelay(guarded(this::listen), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        ticks.scheduleWithFixedDelay(
                guarded(this::renew), term.toMillis() / 4, term.toMillis() / 4, TimeUnit.MILLISECONDS);
    }

    /** A round that fails, as the database may be away, is followed by the next. */
    private static Runnable guarded(Runnable round) {
        return () -> {
            try {
                round.run();
            } catch (RuntimeException e) {
                LOG.warn("jobs could not be looked after: {}", e.getMessage());
            }
        };
    }

    @Override
    public JobId start(JobRequest request) {
        JobId id = request.id();
        if (!take(id)) {
            join(request);
            return id;
        }
        drive(id, () -> engine.get().start(request));
        return id;
    }

    private void drive(JobId id, Runnable begin) {
        begun.remove(id);
        driven.add(id);
        try {
            begin.run();
            begun.add(id);
        } catch (RuntimeException e) {
            if (!isRunningHere(id)) {
                leave(id);
            }
            throw e;
        }
    }

    private boolean isRunningHere(JobId id) {
        try {
            return engine.get().isRunning(id);
        } catch (RuntimeException unknown) {
            return true;
        }
    }

    private void join(JobRequest request) {
        Optional<StoredJob> stored = jobs.find(request.id());
        if (stored.isPresent()
                && !stored.get().request().withPriority(request.priority()).equals(request)) {
            throw new InvalidInputException("job " + request.id() + " is running already, driven by "
                    + desk.holder(request.id()).orElse("another process")
                    + ", with another order: order the same again, cancel it first, or give another request key");
        }
    }

    private boolean take(JobId id) {
        desk.holder(id).filter(self::knowsDead).ifPresent(dead -> desk.release(id, dead));
        return desk.lease(id, self.name(), term);
    }

    private void leave(JobId id) {
        begun.remove(id);
        if (driven.remove(id)) {
            desk.release(id, self.name());
        }
    }

    /** Starts every job that has no result and that nobody drives; to be called once at boot. Returns those started. */
    public List<JobId> recover() {
        List<JobId> started = new ArrayList<>();
        for (JobRequest request : jobs.unfinished()) {
            JobId id = request.id();
            if (take(id)) {
                drive(id, () -> engine.get().resume(id));
                started.add(id);
            }
        }
        return started;
    }

    @Override
    public JobProgress progress(JobId id) {
        return TemporalJobService.progress(find(id), ledger);
    }

    private StoredJob find(JobId id) {
        return jobs.find(id)
                .orElseThrow(() ->
                        new NotFoundException("job " + id + " is not known: list the jobs to see those there are"));
    }

    private Optional<String> otherDriver(JobId id) {
        return desk.holder(id).filter(holder -> !holder.equals(self.name()) && !self.knowsDead(holder));
    }

    @Override
    public CompletableFuture<JobResult> result(JobId id) {
        find(id);
        return otherDriver(id).isPresent()
                ? watched.computeIfAbsent(id, key -> new CompletableFuture<>())
                : engine.get().result(id);
    }

    @Override
    public void cancel(JobId id) {
        if (find(id).result().isPresent() && desk.holder(id).isEmpty()) {
            return;
        }
        command(id, new JobCommand.Cancel());
    }

    @Override
    public void setPaused(JobId id, boolean paused) {
        command(id, paused ? new JobCommand.Pause() : new JobCommand.Resume());
    }

    @Override
    public void command(JobId id, JobCommand command) {
        StoredJob job = find(id);
        Optional<String> other = otherDriver(id);
        if (other.isPresent()) {
            wishes.ask(id, command, other.get());
        } else if (driven.contains(id)
                || desk.holder(id).filter(self.name()::equals).isPresent()) {
            engine.get().command(id, command);
        } else if (command instanceof JobCommand.PayAgain again) {
            new PaidAgain(jobs, attempts, ledger).intend(job, again.chunk());
        } else if (command instanceof JobCommand.Cancel && job.result().isEmpty() && take(id)) {
            drive(id, () -> engine.get().cancel(id));
        } else {
            String state = job.result()
                    .map(result -> "has ended: it is " + result.phase())
                    .orElse(
                            "is driven by no process: order it again, or start sam3 serve, which takes up what is unfinished");
            throw new InvalidInputException("'" + command.text() + "' was not done; job " + id + " " + state);
        }
    }

    /** Carries out what others ask, and looks after the jobs of others that someone here waits for. */
    private void listen() {
        wishes.grant(Set.copyOf(driven), (id, command) -> engine.get().command(id, command));
        watched.keySet().forEach(this::watch);
        leaveEnded();
    }

    /** One look for all: a wait for each job's end would be as many calls under way as there are jobs. */
    private void leaveEnded() {
        Instant now = Instant.now();
        Set<JobId> ended = begun.isEmpty() ? Set.of() : jobs.endedSince(looked.minus(CLOCKS_APART));
        for (JobId id : ended) {
            // the result that was there before it was begun again is no end
            if (begun.contains(id) && !isRunningHere(id)) {
                leave(id);
            }
        }
        looked = now; // not where the database was away
    }

    private void watch(JobId id) {
        if (otherDriver(id).isPresent()) {
            return;
        }
        CompletableFuture<JobResult> waiting = watched.get(id);
        if (waiting == null) {
            return;
        }
        try {
            StoredJob job = find(id);
            if (job.result().isPresent() && !driven.contains(id)) {
                // how it ended elsewhere; the own server does not know it
                watched.remove(id);
                waiting.complete(job.result().get());
                return;
            }
            if (job.result().isEmpty()) {
                if (!take(id)) {
                    // another was faster
                    return;
                }
                drive(id, () -> engine.get().resume(id));
            }
            watched.remove(id);
            engine.get().result(id).whenComplete((result, error) -> {
                if (error == null) {
                    waiting.complete(result);
                } else {
                    waiting.completeExceptionally(error);
                }
            });
        } catch (RuntimeException e) {
            watched.remove(id);
            waiting.completeExceptionally(e);
        }
    }

    private void renew() {
        Set<JobId> held = desk.renew(Set.copyOf(driven), self.name(), term);
        for (JobId id : driven) {
            if (!held.contains(id) && !desk.lease(id, self.name(), term) && driven.remove(id)) {
                begun.remove(id);
                LOG.warn("job {} is driven by another process now: it is let go here", id);
                engine.get().letGo(id);
            }
        }
    }

    /** Gives the leases back; to be called when the workers have stopped. */
    @Override
    public void close() {
        ticks.shutdownNow();
        for (JobId id : driven) {
            try {
                leave(id);
            } catch (RuntimeException e) {
                LOG.warn("the lease of job {} runs out by itself: {}", id, e.getMessage());
            }
        }
    }
}
