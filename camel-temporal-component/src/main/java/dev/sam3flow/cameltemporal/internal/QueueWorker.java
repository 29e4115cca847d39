package dev.sam3flow.cameltemporal.internal;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of one task queue: it hands each activity to the route of its type. */
final class QueueWorker implements DynamicActivity {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Calls calls;
    private final String taskQueue;
    private final int maxConcurrent;
    private final WorkerFactory factory;
    private final Map<String, ActivityConsumer> routes = new ConcurrentHashMap<>();
    private volatile boolean polling;
    private volatile boolean stopping;
    private volatile String trouble = "it has not started yet";

    QueueWorker(Calls calls, WorkflowClient client, String taskQueue, int maxConcurrent) {
        this.calls = calls;
        this.taskQueue = taskQueue;
        this.maxConcurrent = maxConcurrent;
        this.factory = WorkerFactory.newInstance(client);
        factory.newWorker(
                        taskQueue,
                        WorkerOptions.newBuilder()
                                .setMaxConcurrentActivityExecutionSize(maxConcurrent)
                                .setAllowActivityHeartbeatDuringShutdown(true)
                                .build())
                .registerActivitiesImplementations(this);
        calls.execute(() -> begin(FIRST_PAUSE));
    }

    String taskQueue() {
        return taskQueue;
    }

    boolean polls() {
        return polling;
    }

    String trouble() {
        return trouble;
    }

    void add(ActivityConsumer consumer) {
        int wanted = consumer.options().getMaxConcurrent();
        if (wanted != maxConcurrent) {
            throw new IllegalArgumentException("temporal:activity: task queue " + taskQueue + " with maxConcurrent="
                    + wanted + " and with " + maxConcurrent + ": give both routes the same");
        }
        if (routes.putIfAbsent(consumer.type(), consumer) != null) {
            throw new IllegalArgumentException("temporal:activity: two routes are activity " + consumer.type()
                    + " of task queue " + taskQueue + ": give one of them another activityType");
        }
        resume();
    }

    /** @return true where nobody is left */
    boolean remove(ActivityConsumer consumer) {
        routes.remove(consumer.type(), consumer);
        return routes.isEmpty();
    }

    @Override
    public @Nullable Object execute(EncodedValues arguments) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        String type = context.getInfo().getActivityType();
        ActivityConsumer route = routes.get(type);
        if (route == null) {
            throw ApplicationFailure.newFailure(
                    "no route is activity " + type + " of task queue " + taskQueue + ", only " + routes.keySet(),
                    "NoSuchActivity");
        }
        route.begin(context, arguments);
        return null;
    }

    /** A server that does not listen yet must not keep the context from starting. */
    private void begin(Duration pause) {
        if (stopping) {
            return;
        }
        try {
            factory.start();
            polling = true;
            trouble = "";
            if (stopping) {
                factory.shutdownNow();
            }
        } catch (RuntimeException unreachable) {
            trouble = String.valueOf(unreachable.getMessage());
            LOG.warn("Task queue {} is not polled yet: {}", taskQueue, trouble);
            Duration next = pause.multipliedBy(2);
            again(pause, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next);
        }
    }

    private void again(Duration pause, Duration next) {
        try {
            calls.later(pause, () -> calls.execute(() -> begin(next)));
        } catch (RejectedExecutionException stopped) {
            stopping = true;
        }
    }

    void pauseIfAllAre() {
        if (polling && routes.values().stream().allMatch(ActivityConsumer::isSuspendingOrSuspended)) {
            factory.suspendPolling();
        }
    }

    void stopPollingIfLast(ActivityConsumer leaving) {
        if (polling && routes.size() == 1 && routes.containsValue(leaving)) {
            factory.suspendPolling();
        }
    }

    void resume() {
        if (polling) {
            factory.resumePolling();
        }
    }

    void stop(long patienceMillis) {
        stopping = true;
        if (!polling) {
            return;
        }
        polling = false;
        factory.shutdown();
        factory.awaitTermination(patienceMillis, TimeUnit.MILLISECONDS);
        factory.shutdownNow();
    }
}
