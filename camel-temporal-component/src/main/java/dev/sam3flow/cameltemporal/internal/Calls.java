package dev.sam3flow.cameltemporal.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges that wait for an answer, and the few threads that serve them. Stopping ends every one of them; Camel itself
 * would leave their callers hanging.
 */
public final class Calls extends ServiceSupport {
    private final CamelContext context;
    private final int threads;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private @Nullable ExecutorService pool;
    private @Nullable ScheduledExecutorService clock;
    private volatile boolean stopping;

    public Calls(CamelContext context, int threads) {
        this.context = context;
        this.threads = threads;
    }

    Call begin(Exchange exchange, AsyncCallback callback) {
        Call call = new Call(this, exchange, callback);
        calls.add(call);
        if (stopping) {
            call.stop();
        }
        return call;
    }

    /** Exchanges that wait now. */
    public int size() {
        return calls.size();
    }

    /** Ends every call; those that begin later end at once. */
    public void endAll() {
        stopping = true;
        calls.forEach(Call::stop);
    }

    void remove(Call call) {
        calls.remove(call);
    }

    /** @throws RejectedExecutionException where the component has stopped */
    void execute(Runnable work) {
        ExecutorService running = pool;
        if (running == null) {
            throw new RejectedExecutionException("the component is not started");
        }
        running.execute(work);
    }

    /** @throws RejectedExecutionException where the component has stopped */
    ScheduledFuture<?> every(Duration interval, Runnable work) {
        return timer().scheduleWithFixedDelay(work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws RejectedExecutionException where the component has stopped */
    ScheduledFuture<?> later(Duration pause, Runnable work) {
        return timer().schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ScheduledExecutorService timer() {
        ScheduledExecutorService timer = clock;
        if (timer == null) {
            throw new RejectedExecutionException("the component is not started");
        }
        return timer;
    }

    @Override
    protected void doStart() {
        stopping = false;
        pool = context.getExecutorServiceManager().newFixedThreadPool(this, "TemporalCall", threads);
        clock = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "TemporalClock");
    }

    @Override
    protected void doStop() {
        endAll();
        for (ExecutorService running : new ExecutorService[] {clock, pool}) {
            if (running != null) {
                context.getExecutorServiceManager().shutdownNow(running);
            }
        }
        clock = null;
        pool = null;
    }
}
