package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalConfiguration;
import dev.sam3flow.cameltemporal.TemporalConstants;
import dev.sam3flow.cameltemporal.TemporalEndpoint;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** A route as an activity: its exchange begins with the argument and ends as result or failure. */
public final class ActivityConsumer extends DefaultConsumer implements Suspendable {
    private final TemporalEndpoint endpoint;
    private final Set<RunningActivity> running = ConcurrentHashMap.newKeySet();
    private final Map<RunningActivity, Runnable> held = new LinkedHashMap<>();
    private boolean suspended;
    private @Nullable QueueWorker worker;

    public ActivityConsumer(TemporalEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    TemporalConfiguration options() {
        return endpoint.getConfiguration();
    }

    String type() {
        return Objects.requireNonNull(options().getActivityType());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        worker = endpoint.getComponent()
                .workers()
                .add(endpoint.getComponent().servers().client(options()), this);
    }

    @Override
    protected void doSuspend() {
        suspended(true);
        if (worker != null) {
            worker.pauseIfAllAre();
        }
    }

    @Override
    protected void doResume() {
        if (worker != null) {
            worker.resume();
        }
        suspended(false).forEach(endpoint.getComponent().calls()::execute);
    }

    /** Whoever still runs is told to be tried again, rather than missed when its time-out is over. */
    @Override
    protected void doStop() throws Exception {
        suspended(false);
        QueueWorker left = worker;
        worker = null;
        if (left != null) {
            left.stopPollingIfLast(this);
            running.forEach(activity -> activity.giveBack("the route of activity " + type() + " was stopped"));
            running.clear();
            endpoint.getComponent().workers().remove(left, this);
        }
        super.doStop();
    }

    /** Begins an activity; its end is told by its own completion, so that no thread of the worker is held. */
    void begin(ActivityExecutionContext context, EncodedValues arguments) {
        if (isStoppingOrStopped()) {
            throw ApplicationFailure.newFailure("the route of activity " + type() + " was stopped", "Stopped");
        }
        Object body = body(arguments);
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        RunningActivity activity =
                new RunningActivity(exchange, context, endpoint.getComponent().calls(), options(), this::let, ended -> {
                    running.remove(ended);
                    releaseExchange(exchange, false);
                });
        describe(exchange, context.getInfo(), body);
        exchange.setProperty(TemporalConstants.ACTIVITY, activity);
        running.add(activity);
        activity.startBeating();
        Runnable work = () -> getAsyncProcessor().process(exchange, doneSync -> activity.finish());
        if (!hold(activity, work)) {
            work.run();
        }
    }

    /** A poll that was under way when the route was suspended may still bring an activity; refusing it would cost an attempt. */
    private synchronized boolean hold(RunningActivity activity, Runnable work) {
        if (suspended && !activity.cancelRequested()) {
            held.put(activity, work);
            return true;
        }
        return false;
    }

    /** The workflow no longer wants it; what is held waits for no resuming to say so. */
    private void let(RunningActivity unwanted) {
        boolean wasHeld;
        synchronized (this) {
            wasHeld = held.remove(unwanted) != null;
        }
        if (wasHeld) {
            unwanted.finish();
        }
    }

    /** @return what was held until now */
    private synchronized List<Runnable> suspended(boolean now) {
        List<Runnable> before = List.copyOf(held.values());
        held.clear();
        suspended = now;
        return before;
    }

    private static void describe(Exchange exchange, ActivityInfo info, @Nullable Object body) {
        Message message = exchange.getMessage();
        message.setBody(body);
        message.setHeader(TemporalConstants.ACTIVITY_TYPE, info.getActivityType());
        message.setHeader(TemporalConstants.ACTIVITY_ID, info.getActivityId());
        message.setHeader(TemporalConstants.ATTEMPT, info.getAttempt());
        message.setHeader(TemporalConstants.WORKFLOW_ID, info.getWorkflowId());
        message.setHeader(TemporalConstants.RUN_ID, info.getWorkflowRunId());
        message.setHeader(TemporalConstants.WORKFLOW_TYPE, info.getWorkflowType());
    }

    private @Nullable Object body(EncodedValues arguments) {
        int count = arguments.getSize();
        if (count < 2) {
            return count == 0 ? null : arguments.get(0, options().getArgumentType());
        }
        List<@Nullable Object> several = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            several.add(arguments.get(index, Object.class));
        }
        return several;
    }
}
