package dev.sam3flow.temporal;

import dev.sam3flow.core.job.JobId;
import io.temporal.common.Priority;

/** Who goes first at a task queue: the higher priority, and of equals, where the server has fairness, tenants take turns. */
public final class Turn {
    private Turn() {}

    /** @param priority 1, first, to 5, last; 0 for the server's default, which is 3 */
    public static Priority of(JobId job, int priority) {
        return Priority.newBuilder()
                .setPriorityKey(priority)
                .setFairnessKey(job.tenant())
                .build();
    }
}
