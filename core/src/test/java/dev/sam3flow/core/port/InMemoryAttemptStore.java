package dev.sam3flow.core.port;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.prediction.AccountRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts for tests. */
public final class InMemoryAttemptStore implements AttemptStore {
    private final Map<AttemptKey, Attempt> attempts = new LinkedHashMap<>();

    @Override
    public synchronized Attempt intend(Attempt attempt) {
        Attempt there = attempts.putIfAbsent(attempt.key(), attempt);
        return there == null ? attempt : there;
    }

    @Override
    public synchronized boolean move(AttemptKey key, AttemptState from, AttemptState to) {
        if (!from.mayBecome(to)) {
            throw new IllegalArgumentException("attempt " + key + ": " + from + " may not become " + to);
        }
        Attempt there = attempts.get(key);
        if (there == null || !there.state().equals(from)) {
            return false;
        }
        attempts.put(key, there.withState(to));
        return true;
    }

    @Override
    public synchronized boolean claim(AttemptKey key, AccountRef account) {
        Attempt there = attempts.get(key);
        boolean claimed = there != null
                && underWay(there.resultKey()).isEmpty()
                && move(key, new AttemptState.Intended(), new AttemptState.Sending());
        if (claimed) {
            attempts.put(key, attempts.get(key).withAccount(account));
        }
        return claimed;
    }

    @Override
    public synchronized Optional<Attempt> underWay(String resultKey) {
        return attempts.values().stream()
                .filter(attempt ->
                        attempt.resultKey().equals(resultKey) && attempt.state().isOpen())
                .findFirst();
    }

    @Override
    public synchronized Optional<Attempt> find(AttemptKey key) {
        return Optional.ofNullable(attempts.get(key));
    }

    @Override
    public synchronized Optional<Attempt> findByMarker(String marker) {
        return attempts.values().stream()
                .filter(attempt -> attempt.marker().equals(marker))
                .findFirst();
    }

    @Override
    public synchronized List<Attempt> ofJob(JobId job) {
        return attempts.values().stream()
                .filter(attempt -> attempt.key().jobId().equals(job))
                .sorted(Comparator.<Attempt>comparingInt(a -> a.key().chunk())
                        .thenComparingInt(a -> a.key().attempt()))
                .toList();
    }

    @Override
    public List<Attempt> ofChunk(JobId job, int chunk) {
        return ofJob(job).stream()
                .filter(attempt -> attempt.key().chunk() == chunk)
                .toList();
    }

    @Override
    public synchronized List<Attempt> since(Instant from) {
        return attempts.values().stream()
                .filter(attempt -> !attempt.intendedAt().isBefore(from))
                .sorted(Comparator.comparing(Attempt::intendedAt))
                .toList();
    }

    /** Puts an attempt into a state that no protocol leads to, as a crash may leave it. */
    public synchronized void overwrite(Attempt attempt) {
        attempts.put(attempt.key(), attempt);
    }
}
