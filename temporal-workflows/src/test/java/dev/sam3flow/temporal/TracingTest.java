package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobRequest;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.opentracingshim.OpenTracingShim;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.opentracing.OpenTracingClientInterceptor;
import io.temporal.opentracing.OpenTracingOptions;
import io.temporal.opentracing.OpenTracingWorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Temporal's own tracing, over OpenTelemetry: it goes into the client and the factory that a user registers our workers at. */
class TracingTest extends BenchTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTracingOptions tracing = OpenTracingOptions.newBuilder()
            .setTracer(OpenTracingShim.createTracerShim(OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build()))
            .build();

    @Test
    void aJobIsOneTraceFromItsOrderToEachOfItsActivities() {
        JobRequest request = bench.request("a");
        bench.server.getWorkerFactory().shutdownNow();
        bench.server.getWorkerFactory().awaitTermination(10, TimeUnit.SECONDS);
        WorkflowClient client = WorkflowClient.newInstance(
                bench.server.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder(bench.client().getOptions())
                        .setInterceptors(new OpenTracingClientInterceptor(tracing))
                        .build());
        WorkerFactory factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new OpenTracingWorkerInterceptor(tracing))
                        .build());
        Sam3Workers.register(factory, bench.ports(), Sam3Settings.of(scratch).withDeadlockDetection(bench.patience()));
        factory.start();
        try {
            TemporalJobService service = new TemporalJobService(client, bench.jobs, bench.ledger, bench.attempts);

            assertThat(bench.finish(service.start(request)).failure()).isNull();

            List<SpanData> seen = spans.getFinishedSpanItems();
            assertThat(seen)
                    .extracting(SpanData::getName)
                    .contains(
                            "StartWorkflow:SegmentVideo",
                            "RunWorkflow:SegmentVideo",
                            "StartChildWorkflow:SegmentChunk",
                            "RunWorkflow:SegmentChunk",
                            "StartActivity:Sam3Submit",
                            "RunActivity:Sam3Submit",
                            "RunActivity:Sam3Publish");
            assertThat(seen)
                    .extracting(SpanData::getTraceId)
                    .containsOnly(seen.get(0).getTraceId());
        } finally {
            factory.shutdownNow();
        }
    }
}
