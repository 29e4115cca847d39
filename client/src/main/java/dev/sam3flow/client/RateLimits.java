package dev.sam3flow.client;

import dev.sam3flow.core.prediction.PredictionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits in memory: one instance serves all clients of an account in this process. */
public final class RateLimits implements AccountLimits {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    /** A look at a full account again after this long: what runs takes minutes. */
    private static final Duration FULL_PAUSE = Duration.ofSeconds(5);

    /** What nobody has looked at for this long, many times the longest pause between two looks, holds no place. */
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();

    private final int startsPerMinute;
    private final int inFlight;
    private final LongSupplier nanos;
    /** When each start of the last minute was answered: the provider counted it at that time at the latest. */
    private final Deque<Long> starts = new ArrayDeque<>();
    /** When each was last seen running. */
    private final Map<PredictionId, Long> running = new HashMap<>();

    private int beginning;

    public RateLimits(int startsPerMinute, int inFlight) {
        this(startsPerMinute, inFlight, System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    RateLimits(int startsPerMinute, int inFlight, LongSupplier nanos) {
        if (startsPerMinute < 1 || inFlight < 1) {
            throw new IllegalArgumentException("limits of " + startsPerMinute + " starts a minute and " + inFlight
                    + " in flight: each must be at least 1");
        }
        this.startsPerMinute = startsPerMinute;
        this.inFlight = inFlight;
        this.nanos = nanos;
    }

    @Override
    public synchronized Duration tryBegin() {
        Duration wait = untilNextStart();
        if (wait.isZero()) {
            beginning++;
        }
        return wait;
    }

    @Override
    public synchronized Duration untilNextStart() {
        long now = nanos.getAsLong();
        while (!starts.isEmpty() && now - starts.peekFirst() >= WINDOW_NANOS) {
            starts.removeFirst();
        }
        running.values().removeIf(lastSeen -> now - lastSeen >= FORGOTTEN_NANOS);
        if (running.size() + beginning >= inFlight) {
            return FULL_PAUSE;
        }
        if (starts.size() + beginning < startsPerMinute) {
            return Duration.ZERO;
        }
        // those that are being answered come after the first
        long first = starts.isEmpty() ? now : starts.getFirst();
        return Duration.ofNanos(Math.max(1, WINDOW_NANOS - (now - first)));
    }

    @Override
    public synchronized void begun(PredictionId id) {
        beginning--;
        starts.addLast(nanos.getAsLong());
        running.put(id, nanos.getAsLong());
    }

    @Override
    public synchronized void notBegun() {
        beginning--;
        starts.addLast(nanos.getAsLong());
    }

    @Override
    public synchronized void seen(PredictionId id, boolean ended) {
        if (ended) {
            running.remove(id);
        } else {
            running.put(id, nanos.getAsLong());
        }
    }

    /** Predictions known to run. */
    public synchronized int inFlight() {
        return running.size() + beginning;
    }
}
