package dev.sam3flow.temporal;

import dev.sam3flow.temporal.activity.RoundActivities;
import dev.sam3flow.temporal.workflow.Round;
import dev.sam3flow.temporal.workflow.RoundImpl;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What services do from time to time, as schedules of the workflow server: of all that share the server one does each round, and
 * none begins before the last has ended. The in-memory server has no schedules.
 */
public final class Rounds {
    private Rounds() {}

    /** Id of a round's schedule. */
    public static String scheduleId(String round) {
        return "sam3flow/" + round;
    }

    /** Registers what the rounds do at a factory that has not been started. */
    public static void register(WorkerFactory factory, Map<String, Runnable> rounds) {
        Worker worker = factory.newWorker(TaskQueues.ROUNDS);
        worker.registerWorkflowImplementationTypes(RoundImpl.class);
        worker.registerActivitiesImplementations(new RoundActivities(rounds));
    }

    /**
     * Makes a round's schedule, or gives the one there is this interval.
     *
     * @throws RuntimeException where the server has no schedules
     */
    public static void schedule(WorkflowClient client, String round, Duration every) {
        ScheduleClient schedules = ScheduleClient.newInstance(
                client.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setDataConverter(client.getOptions().getDataConverter())
                        .build());
        Schedule schedule = Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(Round.class)
                        .setArguments(round)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(scheduleId(round))
                                .setTaskQueue(TaskQueues.ROUNDS)
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .build())
                .build();
        try {
            schedules.createSchedule(
                    scheduleId(round), schedule, ScheduleOptions.newBuilder().build());
        } catch (ScheduleAlreadyRunningException there) {
            // an operator may have paused it
            schedules
                    .getHandle(scheduleId(round))
                    .update(found -> new ScheduleUpdate(
                            Schedule.newBuilder(found.getDescription().getSchedule())
                                    .setSpec(schedule.getSpec())
                                    .build()));
        }
    }
}
