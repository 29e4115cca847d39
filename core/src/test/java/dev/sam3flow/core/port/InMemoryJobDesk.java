package dev.sam3flow.core.port;

import dev.sam3flow.core.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A desk for tests. */
public final class InMemoryJobDesk implements JobDesk {
    private record Lease(String holder, Instant until) {}

    private final Clock clock;
    private final Map<JobId, Lease> leases = new HashMap<>();
    private final Map<Wish, String> wishes = new LinkedHashMap<>();
    private final Map<Wish, String> taken = new HashMap<>();

    public InMemoryJobDesk(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean lease(JobId job, String holder, Duration term) {
        if (!holder(job).orElse(holder).equals(holder)) {
            return false;
        }
        leases.put(job, new Lease(holder, clock.instant().plus(term)));
        return true;
    }

    @Override
    public synchronized Set<JobId> renew(Set<JobId> jobs, String holder, Duration term) {
        Set<JobId> held = jobs.stream()
                .filter(job ->
                        leases.containsKey(job) && leases.get(job).holder().equals(holder))
                .collect(Collectors.toSet());
        held.forEach(job -> leases.put(job, new Lease(holder, clock.instant().plus(term))));
        return held;
    }

    @Override
    public synchronized void release(JobId job, String holder) {
        if (holder(job).orElse("").equals(holder)) {
            leases.remove(job);
        }
    }

    @Override
    public synchronized Optional<String> holder(JobId job) {
        return Optional.ofNullable(leases.get(job))
                .filter(lease -> lease.until().isAfter(clock.instant()))
                .map(Lease::holder);
    }

    @Override
    public synchronized Wish ask(JobId job, String command) {
        Wish wish = new Wish("w" + (wishes.size() + taken.size()), job, command);
        wishes.put(wish, "");
        return wish;
    }

    @Override
    public synchronized Set<JobId> asked() {
        return wishes.keySet().stream().map(Wish::job).collect(Collectors.toSet());
    }

    @Override
    public synchronized List<Wish> take(JobId job) {
        List<Wish> found =
                wishes.keySet().stream().filter(wish -> wish.job().equals(job)).toList();
        found.forEach(wishes::remove);
        found.forEach(wish -> taken.put(wish, "\0"));
        return found;
    }

    @Override
    public synchronized void answer(Wish wish, String refusal) {
        taken.put(wish, refusal);
    }

    @Override
    public synchronized Optional<String> answer(Wish wish) {
        return Optional.ofNullable(taken.get(wish)).filter(answer -> !answer.equals("\0"));
    }

    @Override
    public synchronized boolean withdraw(Wish wish) {
        return wishes.remove(wish) != null;
    }
}
