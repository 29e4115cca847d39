package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.ActivityHandle;
import dev.sam3flow.cameltemporal.TemporalConfiguration;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ManualActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One activity whose route is on its way; it is completed exactly once. */
final class RunningActivity implements ActivityHandle {
    private static final Logger LOG = LoggerFactory.getLogger(RunningActivity.class);
    private static final Duration SHORTEST_BEAT = Duration.ofMillis(100);

    private final Exchange exchange;
    private final ActivityExecutionContext context;
    private final ManualActivityCompletionClient completion;
    private final Calls calls;
    private final TemporalConfiguration options;
    private final Consumer<RunningActivity> whenUnwanted;
    private final Consumer<RunningActivity> whenEnded;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile @Nullable Object details;
    private volatile @Nullable ScheduledFuture<?> beats;

    RunningActivity(
            Exchange exchange,
            ActivityExecutionContext context,
            Calls calls,
            TemporalConfiguration options,
            Consumer<RunningActivity> whenUnwanted,
            Consumer<RunningActivity> whenEnded) {
        this.exchange = exchange;
        this.context = context;
        this.completion = context.useLocalManualCompletion();
        this.calls = calls;
        this.options = options;
        this.whenUnwanted = whenUnwanted;
        this.whenEnded = whenEnded;
    }

    /** A workflow's cancellation is learned of by heartbeats only. */
    void startBeating() {
        Duration most = context.getInfo().getHeartbeatTimeout();
        if (!options.isHeartbeat() || most == null || most.isZero()) {
            return;
        }
        Duration third = most.dividedBy(3);
        Duration interval = third.compareTo(SHORTEST_BEAT) < 0 ? SHORTEST_BEAT : third;
        beats = calls.every(interval, () -> {
            try {
                calls.execute(this::beat);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("No heartbeat: the component has stopped");
            }
        });
    }

    @Override
    public void heartbeat(@Nullable Object news) {
        details = news;
        beat();
    }

    @Override
    public <T> Optional<T> lastHeartbeat(Class<T> type) {
        return context.getHeartbeatDetails(type);
    }

    @Override
    public boolean cancelRequested() {
        return cancelled.get();
    }

    private void beat() {
        if (told.get()) {
            return;
        }
        try {
            completion.recordHeartbeat(details);
        } catch (CanceledFailure | ActivityCompletionException unwanted) {
            cancelled.set(true);
            exchange.setRouteStop(true);
            whenUnwanted.accept(this);
        } catch (RuntimeException trouble) {
            LOG.debug("Heartbeat of activity {}: {}", context.getInfo().getActivityId(), trouble.getMessage());
        }
    }

    /** The route has ended. */
    void finish() {
        tell(() -> {
            Exception failed = exchange.getException();
            if (cancelled.get()) {
                completion.reportCancellation(null);
            } else if (failed != null) {
                completion.fail(failure(failed));
            } else {
                complete();
            }
        });
        whenEnded.accept(this);
    }

    /** The route is stopped; somebody else, or a later one, may try. */
    void giveBack(String why) {
        tell(() -> completion.fail(ApplicationFailure.newFailure(why, "Stopped")));
    }

    private void complete() {
        Object result;
        try {
            result = plain(exchange.getMessage().getBody());
        } catch (RuntimeException unreadable) {
            completion.fail(unsendable(unreadable));
            return;
        }
        try {
            completion.complete(result);
        } catch (ActivityCompletionException unknown) {
            throw unknown;
        } catch (RuntimeException unreadable) {
            completion.fail(unsendable(unreadable));
        }
    }

    private ApplicationFailure unsendable(RuntimeException why) {
        Object body = exchange.getMessage().getBody();
        return ApplicationFailure.newNonRetryableFailureWithCause(
                "the route's last body, "
                        + (body == null ? "null" : "of " + body.getClass().getName())
                        + ", cannot be an activity's result: convert it to text, a map or a record",
                "UnsendableResult",
                why);
    }

    private @Nullable Object plain(@Nullable Object body) {
        return body instanceof InputStream || body instanceof StreamCache
                ? exchange.getMessage().getBody(byte[].class)
                : body;
    }

    private Exception failure(Exception failed) {
        for (Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof ApplicationFailure given) {
                return given;
            }
        }
        Throwable bare = failed;
        while ((bare instanceof CamelExecutionException || bare.getClass() == RuntimeCamelException.class)
                && bare.getCause() != null) {
            bare = bare.getCause();
        }
        String names = options.getNonRetryable() == null ? "" : options.getNonRetryable();
        boolean retryable = Arrays.stream(names.split(",")).map(String::strip).noneMatch(isOneOf(bare));
        String message = String.valueOf(bare.getMessage());
        String type = bare.getClass().getName();
        return retryable
                ? ApplicationFailure.newFailureWithCause(message, type, bare)
                : ApplicationFailure.newNonRetryableFailureWithCause(message, type, bare);
    }

    private static java.util.function.Predicate<String> isOneOf(Throwable thrown) {
        return name -> {
            for (Class<?> at = thrown.getClass(); at != null; at = at.getSuperclass()) {
                if (at.getName().equals(name)) {
                    return true;
                }
            }
            return false;
        };
    }

    private void tell(Runnable news) {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        ScheduledFuture<?> beating = beats;
        if (beating != null) {
            beating.cancel(false);
        }
        try {
            news.run();
        } catch (RuntimeException unknown) {
            LOG.warn(
                    "The end of activity {} of workflow {} could not be told: {}",
                    context.getInfo().getActivityType(),
                    context.getInfo().getWorkflowId(),
                    unknown.getMessage());
        }
    }
}
