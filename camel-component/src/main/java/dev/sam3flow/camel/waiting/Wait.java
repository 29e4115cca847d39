package dev.sam3flow.camel.waiting;

import dev.sam3flow.camel.Sam3EndpointException;
import dev.sam3flow.camel.Sam3StoppedException;
import dev.sam3flow.camel.Sam3WaitTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One exchange that waits; it ends exactly once, whoever comes first. */
public final class Wait {
    /** Work that may fail. */
    public interface Work {
        void run() throws Exception;
    }

    private final Waits waits;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final String what;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable String about;
    private volatile @Nullable ScheduledFuture<?> next;
    private volatile @Nullable ScheduledFuture<?> deadline;
    private volatile @Nullable Runnable onStop;

    Wait(Waits waits, Exchange exchange, AsyncCallback callback, String what) {
        this.waits = waits;
        this.exchange = exchange;
        this.callback = callback;
        this.what = what;
    }

    /** The exchange; to be changed only within {@link #end}. */
    public Exchange exchange() {
        return exchange;
    }

    public boolean hasEnded() {
        return ended.get();
    }

    /** Says which prediction or job it is. */
    public void isAbout(String id) {
        about = id;
    }

    /** The prediction or job; null where there is none yet. */
    public @Nullable String about() {
        return about;
    }

    /** What else to do when the context stops; it must not take long. */
    public void onStop(Runnable work) {
        onStop = work;
    }

    /** Ends the wait when time is up. @param patience zero for no limit */
    public void endAfter(Duration patience) {
        if (!patience.isZero()) {
            deadline = waits.later(
                    patience,
                    () -> fail(new Sam3WaitTimeoutException(
                            what + " has not ended within " + patience + phrase() + "; it goes on at the other side",
                            about)));
        }
    }

    /** Does something that takes time, on a thread for transfers. */
    public void transfer(Work work) {
        execute(true, work);
    }

    /** Does something short after a pause. */
    public void lookLater(Duration pause, Work work) {
        if (!hasEnded()) {
            try {
                next = waits.later(pause, () -> execute(false, work));
            } catch (RejectedExecutionException stopped) {
                stop();
            }
        }
    }

    /** Ends it well. @param effect what the exchange gets @return false where it had ended before */
    public boolean end(Consumer<Exchange> effect) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        waits.remove(this);
        cancel(next);
        cancel(deadline);
        try {
            effect.accept(exchange);
        } catch (RuntimeException failed) {
            exchange.setException(Sam3EndpointException.of(failed, about));
        } finally {
            callback.done(false);
        }
        return true;
    }

    public void fail(Throwable cause) {
        end(failed -> failed.setException(Sam3EndpointException.of(cause, about)));
    }

    void stop() {
        Runnable also = onStop;
        boolean first = end(stopped -> stopped.setException(
                new Sam3StoppedException(what + " was waited for when the context stopped" + phrase(), about)));
        if (first && also != null) {
            also.run();
        }
    }

    private void execute(boolean transfer, Work work) {
        try {
            waits.execute(transfer, () -> run(work));
        } catch (RejectedExecutionException stopped) {
            stop();
        }
    }

    private void run(Work work) {
        if (hasEnded()) {
            return;
        }
        try {
            work.run();
        } catch (Exception failed) {
            fail(failed);
        }
    }

    private String phrase() {
        return about == null ? "; it has no id yet" : "; its id is " + about;
    }

    private static void cancel(@Nullable ScheduledFuture<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }
}
