package dev.sam3flow.temporal;

import dev.sam3flow.temporal.activity.JobRecordsActivities;
import dev.sam3flow.temporal.activity.MediaActivities;
import dev.sam3flow.temporal.activity.ProviderActivities;
import dev.sam3flow.temporal.workflow.SegmentChunkImpl;
import dev.sam3flow.temporal.workflow.SegmentVideoImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Makes the workers of all task queues.
 *
 * <p>The factory's client needs {@link Records#dataConverter()}. Nothing runs before {@link WorkerFactory#start()}.
 */
public final class Sam3Workers {
    private Sam3Workers() {}

    /** Registers workflows and activities at a factory that has not been started. */
    public static void register(WorkerFactory factory, Sam3Ports ports, Sam3Settings settings) {
        register(factory, ports, settings, options -> options);
    }

    /**
     * As above, with a last word on the options of each worker: its deployment version, its tuner, its rate limits. Tracing and
     * metrics are the factory's and the client's own: interceptors and a scope that they are made with see all of this.
     */
    public static void register(
            WorkerFactory factory,
            Sam3Ports ports,
            Sam3Settings settings,
            UnaryOperator<WorkerOptions.Builder> adjusted) {
        Worker workflows = factory.newWorker(
                TaskQueues.SEGMENTATION, adjusted.apply(options(settings, 16)).build());
        workflows.registerWorkflowImplementationTypes(SegmentVideoImpl.class, SegmentChunkImpl.class);
        workflows.registerActivitiesImplementations(new JobRecordsActivities(ports, settings));
        factory.newWorker(
                        TaskQueues.PROVIDER_API,
                        adjusted.apply(options(settings, settings.providerSlots()))
                                .build())
                .registerActivitiesImplementations(new ProviderActivities(ports, settings));
        factory.newWorker(
                        TaskQueues.MEDIA_CPU,
                        adjusted.apply(options(settings, settings.mediaSlots())).build())
                .registerActivitiesImplementations(new MediaActivities(ports, settings));
    }

    private static WorkerOptions.Builder options(Sam3Settings settings, int activities) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(activities)
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setDefaultDeadlockDetectionTimeout(settings.deadlockDetection().toMillis());
        if (settings.inMemoryServer()) {
            options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
        }
        return options;
    }
}
