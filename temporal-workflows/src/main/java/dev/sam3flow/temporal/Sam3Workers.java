package dev.sam3flow.temporal;

import dev.sam3flow.temporal.activity.JobRecordsActivities;
import dev.sam3flow.temporal.activity.MediaActivities;
import dev.sam3flow.temporal.activity.ProviderActivities;
import dev.sam3flow.temporal.workflow.SegmentChunkImpl;
import dev.sam3flow.temporal.workflow.SegmentVideoImpl;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
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
    /**
     * Workflow tasks at once, and as many records: they use the processor, and more of them would only keep whoever else asks
     * this process for something waiting longer.
     */
    private static final int LIGHT_SLOTS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private Sam3Workers() {}

    /**
     * Registers workflows and activities at a factory that has not been started.
     *
     * @return what is best run before the factory is shut down: submits that wait for the account go back to the server, for
     *     others to take, instead of being waited for
     */
    public static Runnable register(WorkerFactory factory, Sam3Ports ports, Sam3Settings settings) {
        return register(factory, ports, settings, options -> options);
    }

    /**
     * As above, with a last word on the options of each worker: its deployment version, its tuner, its rate limits. Tracing and
     * metrics are the factory's and the client's own: interceptors and a scope that they are made with see all of this.
     */
    public static Runnable register(
            WorkerFactory factory,
            Sam3Ports ports,
            Sam3Settings settings,
            UnaryOperator<WorkerOptions.Builder> adjusted) {
        Worker workflows = factory.newWorker(
                TaskQueues.SEGMENTATION,
                adjusted.apply(options(settings, LIGHT_SLOTS).setMaxConcurrentWorkflowTaskExecutionSize(LIGHT_SLOTS))
                        .build());
        workflows.registerWorkflowImplementationTypes(SegmentVideoImpl.class, SegmentChunkImpl.class);
        workflows.registerActivitiesImplementations(new JobRecordsActivities(ports, settings));
        ProviderActivities provider = new ProviderActivities(ports, settings);
        factory.newWorker(
                        TaskQueues.PROVIDER_API,
                        adjusted.apply(options(settings, settings.providerSlots()))
                                .build())
                .registerActivitiesImplementations(provider);
        factory.newWorker(
                        TaskQueues.PROVIDER_SUBMIT,
                        adjusted.apply(options(settings, settings.submitSlots()))
                                .build())
                .registerActivitiesImplementations(provider);
        factory.newWorker(
                        TaskQueues.MEDIA_CPU,
                        adjusted.apply(options(settings, settings.mediaSlots())).build())
                .registerActivitiesImplementations(new MediaActivities(ports, settings));
        return provider::drain;
    }

    /**
     * A last word that makes workers a version of a deployment: jobs go on with the version that is current, whose code
     * replays what older versions began.
     */
    public static UnaryOperator<WorkerOptions.Builder> versioned(String deployment, String buildId) {
        WorkerDeploymentOptions version = WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(deployment, buildId))
                .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                .build();
        return options -> options.setDeploymentOptions(version);
    }

    private static WorkerOptions.Builder options(Sam3Settings settings, int activities) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(activities)
                .setAllowActivityHeartbeatDuringShutdown(true)
                // heartbeats also bring cancellations
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(5))
                .setDefaultDeadlockDetectionTimeout(settings.deadlockDetection().toMillis());
        if (settings.inMemoryServer()) {
            options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
        }
        return options;
    }
}
