package dev.sam3flow.temporal.example;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.Sam3Workers;
import dev.sam3flow.temporal.TaskQueues;
import dev.sam3flow.temporal.TemporalJobService;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A worker with a workflow of its own that has a video segmented as one of its steps. */
public final class ExampleWorker {
    private ExampleWorker() {}

    /** The caller's workflow. */
    @WorkflowInterface
    public interface Report {
        @WorkflowMethod
        String about(JobId job);
    }

    /** Any workflow may have the segmentation as a child; the order has to be in the job store before. */
    public static final class ReportOnMasks implements Report {
        @Override
        public String about(JobId job) {
            SegmentVideo masks = Workflow.newChildWorkflowStub(
                    SegmentVideo.class,
                    ChildWorkflowOptions.newBuilder()
                            .setWorkflowId(TemporalJobService.workflowId(job))
                            .setTaskQueue(TaskQueues.SEGMENTATION)
                            .build());
            JobResult result = masks.segment(new SegmentVideo.Start(job, null));
            return result.files().size() + " files for " + result.charged();
        }
    }

    /** @param client made with {@code Records.dataConverter()} */
    public static WorkerFactory start(WorkflowClient client, Sam3Ports ports, Sam3Settings settings) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Sam3Workers.register(factory, ports, settings);
        factory.newWorker("reports").registerWorkflowImplementationTypes(ReportOnMasks.class);
        factory.start();
        return factory;
    }
}
