package dev.sam3flow.client;

import dev.sam3flow.core.prediction.PredictionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The account's limits, kept on this side so that a submit that would be refused, or would wait silently, is not sent.
 *
 * <p>One instance serves all clients of an account in this process; it is safe for use by many threads.
 */
public final class RateLimits {
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

    /** Asks for a start. @return zero where it is granted, and must be answered by an end; else how long to wait */
    synchronized Duration tryBegin() {
        Duration wait = untilNextStart();
        if (wait.isZero()) {
            beginning++;
        }
        return wait;
    }

    /** As {@link #tryBegin()} would answer, without asking. */
    synchronized Duration untilNextStart() {
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

    /** The start granted came to a prediction. */
    synchronized void begun(PredictionId id) {
        beginning--;
        starts.addLast(nanos.getAsLong());
        running.put(id, nanos.getAsLong());
    }

    /** The start granted came to nothing that is known to run; it still counts towards the minute. */
    synchronized void notBegun() {
        beginning--;
        starts.addLast(nanos.getAsLong());
    }

    /** What a look at a prediction says: one that was started elsewhere counts once it has been seen. */
    synchronized void seen(PredictionId id, boolean ended) {
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
