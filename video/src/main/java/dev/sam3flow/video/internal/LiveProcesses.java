package dev.sam3flow.video.internal;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The children of this JVM: started by one thread, watched by it, and killed when the JVM ends.
 *
 * <p>One thread that never ends starts them all, because the kernel's "kill me when my parent dies" means the parent's
 * thread, and pooled threads come and go.
 */
public final class LiveProcesses {
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();
    private static final ScheduledExecutorService WATCH = watchThread();
    private static final ExecutorService DRAINS = Executors.newCachedThreadPool(task -> daemon(task, "sam3flow-drain"));

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(LiveProcesses::killTree), "sam3flow-kill"));
    }

    private LiveProcesses() {}

    private static ScheduledExecutorService watchThread() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "sam3flow-children"));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a process that dies with this JVM. A thread that is interrupted meanwhile gets it too: somebody must end it. */
    public static Process start(ProcessBuilder builder) throws IOException {
        try {
            Process process = CompletableFuture.supplyAsync(() -> started(builder), WATCH)
                    .join(); // goes on through an interrupt, and keeps it
            LIVE.add(process);
            process.onExit().thenAccept(LIVE::remove);
            return process;
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Looks at something every 50 ms until the future is cancelled. */
    public static Future<?> watch(Runnable look) {
        return WATCH.scheduleWithFixedDelay(look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs in a thread of its own, so that no pipe fills up. */
    public static <T> Future<T> drain(Callable<T> task) {
        return DRAINS.submit(task);
    }

    /** Kills a process and all that it started. */
    public static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
