package dev.sam3flow.cameltemporal.internal;

import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One worker for each task queue, however many routes take activities from it. */
public final class Workers {
    private record Key(WorkflowClient client, String taskQueue) {}

    private final Calls calls;
    private final Map<Key, QueueWorker> workers = new ConcurrentHashMap<>();

    public Workers(Calls calls) {
        this.calls = calls;
    }

    synchronized QueueWorker add(WorkflowClient client, ActivityConsumer consumer) {
        String queue = Objects.requireNonNull(consumer.options().getTaskQueue());
        QueueWorker worker = workers.computeIfAbsent(
                new Key(client, queue),
                key -> new QueueWorker(calls, client, queue, consumer.options().getMaxConcurrent()));
        worker.add(consumer);
        return worker;
    }

    synchronized void remove(QueueWorker worker, ActivityConsumer consumer) {
        if (worker.remove(consumer)) {
            workers.values().remove(worker);
            worker.stop(consumer.options().getShutdownTimeout());
        }
    }

    /** Ends the workers that consumers have left behind. */
    public synchronized void stopAll() {
        workers.values().forEach(worker -> worker.stop(0));
        workers.clear();
    }

    /** Task queues that no worker polls, though routes want it to. */
    List<String> silent() {
        List<String> silent = new ArrayList<>();
        workers.values().stream()
                .filter(worker -> !worker.polls())
                .forEach(worker -> silent.add(worker.taskQueue() + " (" + worker.trouble() + ")"));
        return silent;
    }
}
