package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.temporal.example.ExampleWorker;
import dev.sam3flow.temporal.example.ExampleWorker.Report;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import org.junit.jupiter.api.Test;

class ExampleWorkerTest extends BenchTest {
    @Test
    void aWorkflowOfSomebodyElseHasAVideoSegmentedAsItsChild() {
        JobRequest request = bench.request("a");
        bench.jobs.create(request);
        WorkerFactory worker = ExampleWorker.start(
                bench.client(), bench.ports(), Sam3Settings.of(scratch).withDeadlockDetection(bench.patience()));
        try {
            Report report = bench.client()
                    .newWorkflowStub(
                            Report.class,
                            WorkflowOptions.newBuilder().setTaskQueue("reports").build());

            String about = report.about(request.id());

            assertThat(about).endsWith(" files for " + bench.provider.billed());
        } finally {
            worker.shutdownNow();
        }
    }
}
