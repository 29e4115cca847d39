package dev.sam3flow.app.readme;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.Records;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.Sam3Workers;
import dev.sam3flow.temporal.TemporalJobService;
import dev.sam3flow.temporal.WorkFolder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The workflow call of the README. */
final class OrderJob {
    private OrderJob() {}

    static CompletableFuture<JobResult> order(WorkflowServiceStubs server, Sam3Ports ports) {
        // snippet: workflow
        WorkflowClient client = WorkflowClient.newInstance(
                server,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Records.dataConverter())
                        .build());
        WorkerFactory workers = WorkerFactory.newInstance(client);
        Sam3Workers.register(workers, ports, Sam3Settings.of(WorkFolder.of(Path.of("data"))));
        workers.start();

        JobService jobs = new TemporalJobService(client, ports.jobs(), ports.ledger(), ports.attempts());
        JobId id = jobs.start(JobRequest.of(
                new JobId("acme", "order-4711"), "https://example.com/talk.mp4", Prompts.ofText("person")));
        CompletableFuture<JobResult> result = jobs.result(id);
        // end of snippet
        return result;
    }
}
