package dev.sam3flow.temporal.workflow;

import dev.sam3flow.temporal.Turn;
import dev.sam3flow.temporal.activity.JobRecords.JobOrder;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;

/** The workflows of a job's chunks, as the job's own workflow begins them and speaks to them. */
final class ChunkChildren {
    private ChunkChildren() {}

    /** One that is to be begun. @param priority what the job's was changed to; 0 where it was not */
    static SegmentChunk next(JobOrder order, int chunk, int priority) {
        return Workflow.newChildWorkflowStub(
                SegmentChunk.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId(chunk))
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setPriority(Turn.of(order.id(), priority == 0 ? order.priority() : priority))
                        .build());
    }

    /** One that has begun. */
    static SegmentChunk begun(int chunk) {
        return Workflow.newExternalWorkflowStub(SegmentChunk.class, workflowId(chunk));
    }

    /** Id of a chunk's workflow: the job's with the chunk's index. */
    private static String workflowId(int chunk) {
        return Workflow.getInfo().getWorkflowId() + "/chunk/" + chunk;
    }

    static void tell(SegmentChunk chunk, Consumer<SegmentChunk> news) {
        try {
            news.accept(chunk);
        } catch (SignalExternalWorkflowException | CanceledFailure ended) {
            // it needs none any more
        }
    }
}
