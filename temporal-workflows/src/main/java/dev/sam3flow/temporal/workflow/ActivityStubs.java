package dev.sam3flow.temporal.workflow;

import dev.sam3flow.temporal.TaskQueues;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.ProviderCalls;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities with their time-outs: one place for how long a step may take and how often it is tried. */
final class ActivityStubs {
    private static final Duration NOTICE_DEATH = Duration.ofSeconds(45);

    private ActivityStubs() {}

    /**
     * The database may be away for a while: tried for some hours. A cancelled job waits for what is being written: money that
     * was reserved after all was given back would be held for ever.
     */
    static JobRecords records() {
        return Workflow.newActivityStub(
                JobRecords.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.SEGMENTATION)
                        .setStartToCloseTimeout(Duration.ofMinutes(10))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setRetryOptions(retries(Duration.ofSeconds(1), 130))
                        .build());
    }

    static MediaWork media() {
        return Workflow.newActivityStub(
                MediaWork.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.MEDIA_CPU)
                        .setStartToCloseTimeout(Duration.ofHours(6))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setRetryOptions(retries(Duration.ofSeconds(1), 5))
                        .build());
    }

    /** Short calls, such as a look; the provider may be away for as long as it likes. */
    static ProviderCalls looks() {
        return Workflow.newActivityStub(
                ProviderCalls.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.PROVIDER_API)
                        .setStartToCloseTimeout(Duration.ofMinutes(5))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setRetryOptions(retries(Duration.ofSeconds(5), 0))
                        .build());
    }

    /** Calls that are given up after some tries. */
    static ProviderCalls calls() {
        return Workflow.newActivityStub(
                ProviderCalls.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.PROVIDER_API)
                        .setStartToCloseTimeout(Duration.ofMinutes(30))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setRetryOptions(retries(Duration.ofSeconds(2), 10))
                        .build());
    }

    /** What is paid for is fetched as long as there is hope: tried for half a day. */
    static ProviderCalls fetches() {
        return Workflow.newActivityStub(
                ProviderCalls.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.PROVIDER_API)
                        .setStartToCloseTimeout(Duration.ofHours(2))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setRetryOptions(retries(Duration.ofSeconds(5), 400))
                        .build());
    }

    /**
     * One try and no more: the server's own retry after a time-out could send a second POST. They have a queue of their own,
     * where most of them wait until the account has room: looks and fetches overtake them, and the server lets tenants take
     * turns.
     */
    static ProviderCalls submits(Priority turn) {
        return Workflow.newActivityStub(
                ProviderCalls.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.PROVIDER_SUBMIT)
                        .setPriority(turn)
                        .setStartToCloseTimeout(Duration.ofHours(1))
                        .setHeartbeatTimeout(NOTICE_DEATH)
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setRetryOptions(retries(Duration.ofSeconds(1), 1))
                        .build());
    }

    private static RetryOptions retries(Duration first, int mostAttempts) {
        return RetryOptions.newBuilder()
                .setInitialInterval(first)
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofMinutes(2))
                .setMaximumAttempts(mostAttempts)
                .build();
    }
}
