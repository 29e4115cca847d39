package dev.sam3flow.camel.waiting;

import dev.sam3flow.camel.Sam3StoppedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges of a component that wait, and the few threads that serve them: however many wait, none of them holds one.
 *
 * <p>Stopping or suspending, of the context or of a route, ends every wait there with {@link Sam3StoppedException}; Camel
 * itself would wait for them.
 */
public final class Waits extends ServiceSupport {
    private final CamelContext context;
    private final int transfers;
    private final int lookers;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ExecutorService transferring;
    private @Nullable ExecutorService looking;
    private final Map<String, Ending> routesGoingDown = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * @param transfers uploads, submits, downloads and decodings at once
     * @param lookers looks at predictions at once
     */
    public Waits(CamelContext context, int transfers, int lookers) {
        this.context = context;
        this.transfers = transfers;
        this.lookers = lookers;
    }

    /** Has the context tell when it, or a route of it, goes down. */
    public void watch() {
        ContextWatch.over(context, this);
    }

    /** Begins a wait; whoever calls this returns {@code false} to Camel. */
    public Wait begin(Exchange exchange, AsyncCallback callback, String what) {
        Wait wait = new Wait(this, exchange, callback, what);
        waits.add(wait);
        if (stopping) {
            wait.end(Ending.CONTEXT_STOPPED);
        }
        routesGoingDown.forEach((route, ending) -> {
            if (wait.isIn(route)) {
                wait.end(ending);
            }
        });
        return wait;
    }

    /** Exchanges that wait now. */
    public int size() {
        return waits.size();
    }

    /** Ends every wait; those that begin later end at once. */
    void endAll() {
        stopping = true;
        end(wait -> true, Ending.CONTEXT_STOPPED);
    }

    /** Ends the waits of a route; those that begin there later end at once, until it is back. */
    void endRoute(String id, boolean suspended) {
        Ending ending = Ending.ofRoute(id, suspended);
        routesGoingDown.put(id, ending);
        end(wait -> wait.isIn(id), ending);
    }

    void routeIsBack(String id) {
        routesGoingDown.remove(id);
    }

    /** Ends waits: first all their callers are told, then what takes time is done. */
    void end(Predicate<Wait> which, Ending ending) {
        List<Wait> ended =
                waits.stream().filter(which).filter(wait -> wait.end(ending)).toList();
        ended.forEach(Wait::afterwards);
    }

    void remove(Wait wait) {
        waits.remove(wait);
    }

    @Nullable
    ScheduledFuture<?> later(Duration pause, Runnable work) {
        ScheduledExecutorService timer = clock;
        if (timer == null) {
            throw new RejectedExecutionException("the component is not started");
        }
        return timer.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    void execute(boolean transfer, Runnable work) {
        ExecutorService pool = transfer ? transferring : looking;
        if (pool == null) {
            throw new RejectedExecutionException("the component is not started");
        }
        pool.execute(work);
    }

    @Override
    protected void doStart() {
        stopping = false;
        clock = context.getExecutorServiceManager().newScheduledThreadPool(this, "Sam3Clock", profile("Sam3Clock", 1));
        transferring = pool("Sam3Transfer", transfers);
        looking = pool("Sam3Look", lookers);
    }

    @Override
    protected void doStop() {
        endAll();
        for (ExecutorService pool : new ExecutorService[] {clock, looking, transferring}) {
            if (pool != null) {
                context.getExecutorServiceManager().shutdownNow(pool);
            }
        }
        clock = null;
        looking = null;
        transferring = null;
    }

    private ExecutorService pool(String name, int threads) {
        return context.getExecutorServiceManager().newThreadPool(this, name, profile(name, threads));
    }

    /** The queue has no end: what waits in it is an exchange that its caller has handed over already. */
    private static ThreadPoolProfile profile(String name, int threads) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE); // Camel takes 0 and less for no queue at all
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }
}
