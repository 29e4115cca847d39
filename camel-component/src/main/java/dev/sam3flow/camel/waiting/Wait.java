package dev.sam3flow.camel.waiting;

import dev.sam3flow.camel.Sam3EndpointException;
import dev.sam3flow.camel.Sam3StoppedException;
import dev.sam3flow.camel.Sam3WaitTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.spi.UnitOfWork;
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
    private final Set<String> routes;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> onStop = new AtomicReference<>();
    private volatile @Nullable String about;
    private volatile @Nullable ScheduledFuture<?> next;
    private volatile @Nullable ScheduledFuture<?> deadline;
    private volatile boolean stopped;

    Wait(Waits waits, Exchange exchange, AsyncCallback callback, String what) {
        this.waits = waits;
        this.exchange = exchange;
        this.callback = callback;
        this.what = what;
        this.routes = routesOf(exchange);
    }

    /** The route that it began in and all that it is in now; of a copy, whose unit of work others may share, the innermost. */
    private static Set<String> routesOf(Exchange exchange) {
        Set<String> ids = new HashSet<>();
        if (exchange.getFromRouteId() != null) {
            ids.add(exchange.getFromRouteId());
        }
        UnitOfWork unit = exchange.getUnitOfWork();
        if (unit == null) {
            return ids;
        }
        if (exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) != null) {
            if (unit.getRoute() != null) {
                ids.add(unit.getRoute().getRouteId());
            }
            return ids;
        }
        // it shows the innermost only; nobody but this thread has it now
        Deque<Route> inner = new ArrayDeque<>();
        for (Route route = unit.popRoute(); route != null; route = unit.popRoute()) {
            ids.add(route.getRouteId());
            inner.push(route);
        }
        inner.forEach(unit::pushRoute);
        return ids;
    }

    boolean isIn(String routeId) {
        return routes.contains(routeId);
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

    /** What else to do when the context or a route stops, once all callers have been told; it must not take long. */
    public void onStop(Runnable work) {
        onStop.set(work);
        if (stopped) {
            afterwards();
        }
    }

    /** Ends the wait when time is up. @param patience zero for no limit */
    public void endAfter(Duration patience) {
        if (!patience.isZero()) {
            deadline = schedule(
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
        next = schedule(pause, () -> execute(false, work));
    }

    /** Nothing stays scheduled for a wait that has ended. */
    private @Nullable ScheduledFuture<?> schedule(Duration pause, Runnable work) {
        ScheduledFuture<?> scheduled = null;
        try {
            scheduled = hasEnded() ? null : waits.later(pause, work);
        } catch (RejectedExecutionException stopped) {
            end(Ending.CONTEXT_STOPPED);
        }
        if (hasEnded()) {
            cancel(scheduled);
        }
        return scheduled;
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

    /** Ends it early. @return false where it had ended before */
    boolean end(Ending ending) {
        return end(early -> {
            stopped = ending.last();
            early.setException(new Sam3StoppedException(what + " was waited for " + ending.when() + phrase(), about));
        });
    }

    /** Does what is to be done after a stop, once. */
    void afterwards() {
        Runnable work = stopped ? onStop.getAndSet(null) : null;
        if (work != null) {
            work.run();
        }
    }

    private void execute(boolean transfer, Work work) {
        try {
            waits.execute(transfer, () -> run(work));
        } catch (RejectedExecutionException stopped) {
            end(Ending.CONTEXT_STOPPED);
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
