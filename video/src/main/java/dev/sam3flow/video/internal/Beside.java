package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.MediaException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Work that goes on beside the calling thread, which takes its result, or calls it off by closing it: then the work's thread
 * is interrupted, and a program that it waits for is killed.
 */
final class Beside<T> implements AutoCloseable {
    private final Future<T> work;

    private Beside(Future<T> work) {
        this.work = work;
    }

    static <T> Beside<T> begin(Callable<T> work) {
        return new Beside<>(LiveProcesses.drain(work));
    }

    /** Waits for the result; fails as the work failed. @throws MediaException if this thread is interrupted */
    T result() {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new MediaException(String.valueOf(e.getCause()), false, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException("interrupted", true, e);
        }
    }

    @Override
    public void close() {
        work.cancel(true);
    }
}
