package dev.sam3flow.temporal.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats while an activity works, so that the server notices within a minute when its worker has died.
 *
 * <p>{@link #check()} passes on what the server answered, such as a cancellation.
 */
final class Pulse implements AutoCloseable {
    private static final ScheduledExecutorService BEATS = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sam3flow-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> beats;
    private volatile boolean stopped;

    private Pulse(ActivityExecutionContext context) {
        // most activities have ended before the first
        beats = BEATS.scheduleAtFixedRate(() -> beat(context), 5, 5, TimeUnit.SECONDS);
    }

    /** Starts the heartbeats of the activity that runs in this thread. */
    static Pulse start() {
        return new Pulse(Activity.getExecutionContext());
    }

    private void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException e) {
            stopped = true;
        }
    }

    /** True once the server no longer wants the result. */
    boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        beats.cancel(false);
    }
}
