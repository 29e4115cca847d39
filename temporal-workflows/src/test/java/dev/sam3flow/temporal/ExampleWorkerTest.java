package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.temporal.example.ExampleWorker;
import dev.sam3flow.temporal.example.ExampleWorker.Report;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExampleWorkerTest extends BenchTest {
    /** As a tracing library makes one: it is told of every activity. */
    private static final class Traces extends WorkerInterceptorBase {
        final Set<String> activities = ConcurrentHashMap.newKeySet();

        @Override
        public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
            return new ActivityInboundCallsInterceptorBase(next) {
                @Override
                public void init(ActivityExecutionContext context) {
                    activities.add(context.getInfo().getActivityType());
                    super.init(context);
                }
            };
        }
    }

    @Test
    void anInterceptorOfTheUsersFactorySeesWhatTheWorkersDo() {
        JobRequest request = bench.request("a");
        bench.jobs.create(request);
        bench.server.getWorkerFactory().shutdownNow();
        bench.server.getWorkerFactory().awaitTermination(10, TimeUnit.SECONDS);
        Traces traces = new Traces();
        WorkerFactory factory = WorkerFactory.newInstance(
                bench.client(),
                WorkerFactoryOptions.newBuilder().setWorkerInterceptors(traces).build());
        Sam3Workers.register(factory, bench.ports(), Sam3Settings.of(scratch).withDeadlockDetection(bench.patience()));
        factory.start();
        try {
            bench.run(request);

            assertThat(traces.activities).contains("Sam3Probe", "Sam3Submit", "Sam3AwaitPrediction", "Sam3Publish");
        } finally {
            factory.shutdownNow();
        }
    }

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
