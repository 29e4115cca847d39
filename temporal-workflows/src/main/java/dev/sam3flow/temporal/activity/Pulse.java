package dev.sam3flow.temporal.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityPausedException;
import io.temporal.client.ActivityResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats while an activity works, so that the server notices within a minute when its worker has died.
 *
 * <p>They bring back what the server says of the activity: {@link #stopped()} tells, and {@link #whileWanted} ends the work.
 */
final class Pulse implements AutoCloseable {
    /** Most activities have ended before the first. */
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(5);

    private static final ScheduledExecutorService BEATS = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sam3flow-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> beats;
    private volatile boolean stopped;
    /** Interrupted once nobody wants its result; null where it is left alone. */
    private @Nullable Thread worker;

    private @Nullable ActivityCompletionException unwanted;

    private Pulse(ActivityExecutionContext context, @Nullable Thread worker, Duration every) {
        this.worker = worker;
        beats = BEATS.scheduleAtFixedRate(
                () -> beat(context), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts the heartbeats of the activity that runs in this thread. */
    static Pulse start() {
        return new Pulse(Activity.getExecutionContext(), null, BETWEEN_BEATS);
    }

    /** Work that ends when its thread is interrupted. */
    interface Work<T> {
        T result() throws IOException;
    }

    /**
     * Works in this thread, which is interrupted once the server no longer wants the result: the job was cancelled, or the
     * activity's time is over and others do it again. Not for what has to come to its end: writes to databases, uploads.
     *
     * @throws ActivityCompletionException if the result was not wanted any more, whatever else the work threw then
     */
    static <T> T whileWanted(Work<T> work) throws IOException {
        return whileWanted(Activity.getExecutionContext(), BETWEEN_BEATS, work);
    }

    static <T> T whileWanted(ActivityExecutionContext context, Duration every, Work<T> work) throws IOException {
        try (Pulse pulse = new Pulse(context, Thread.currentThread(), every)) {
            try {
                T result = work.result();
                pulse.requireWanted();
                return result;
            } catch (IOException | RuntimeException e) {
                pulse.requireWanted();
                throw e;
            }
        }
    }

    private void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException e) {
            stopped = true;
            if (isUnwanted(e)) {
                interrupt(e);
            }
        }
    }

    /** A worker that shuts down lets its activities come to their ends. */
    private static boolean isUnwanted(ActivityCompletionException e) {
        return e instanceof ActivityCanceledException
                || e instanceof ActivityNotExistsException
                || e instanceof ActivityPausedException
                || e instanceof ActivityResetException;
    }

    /** With each beat again: what the worker called may have taken an interrupt for its own. */
    private synchronized void interrupt(ActivityCompletionException why) {
        if (worker != null) {
            unwanted = why;
            worker.interrupt();
        }
    }

    private synchronized void requireWanted() {
        if (unwanted != null) {
            throw unwanted;
        }
    }

    /** True once the server no longer wants the result. */
    boolean stopped() {
        return stopped;
    }

    /** From now on nothing is interrupted; what has been is over with the work that it was meant for. */
    @Override
    public synchronized void close() {
        beats.cancel(false);
        worker = null;
        if (unwanted != null) {
            Thread.interrupted();
        }
    }
}
