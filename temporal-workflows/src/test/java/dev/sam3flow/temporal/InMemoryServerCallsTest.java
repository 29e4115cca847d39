package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A workflow cancels an activity that has ended since the workflow's task began. */
class InMemoryServerCallsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @WorkflowInterface
    public interface Impatient {
        @WorkflowMethod
        String work();

        @SignalMethod
        void enough();
    }

    @ActivityInterface
    public interface Slow {
        String result();
    }

    /** The test ends the activity while the workflow is on its way to cancel it. */
    public static final class ImpatientImpl implements Impatient {
        static CountDownLatch deciding = new CountDownLatch(1);
        static CountDownLatch decide = new CountDownLatch(1);

        private boolean enough;

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public String work() {
            Slow slow = Workflow.newActivityStub(
                    Slow.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(LONG)
                            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                            .build());
            Promise<String>[] result = new Promise[1];
            CancellationScope scope = Workflow.newCancellationScope(() -> result[0] = Async.function(slow::result));
            scope.run();
            Workflow.await(() -> enough || result[0].isCompleted());
            if (!result[0].isCompleted()) {
                deciding.countDown();
                await(decide);
                scope.cancel("enough");
            }
            return result[0].get();
        }

        @Override
        public void enough() {
            enough = true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestWorkflowEnvironment server;

    @AfterEach
    void close() {
        server.shutdownNow();
        server.close();
    }

    @Test
    void itGoesOnWithTheActivitysResult() throws Exception {
        CompletableFuture<String> result = cancelledTooLate(List.of(new InMemoryServerCalls()));

        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("there");
    }

    /** Once this fails the server can do without {@link InMemoryServerCalls}. */
    @Test
    void withoutItStopsForEver() throws Exception {
        Refusals refusals = new Refusals();
        CompletableFuture<String> result = cancelledTooLate(List.of(refusals));

        assertThat(refusals.first.get(20, TimeUnit.SECONDS)).contains("ACTIVITY_UNKNOWN");
        assertThatThrownBy(() -> result.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    }

    /** Hears which workflow task the server refuses first. */
    private static final class Refusals implements ClientInterceptor {
        private final CompletableFuture<String> first = new CompletableFuture<>();

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            ClientCall<Q, A> call = next.newCall(method, options);
            if (!method.equals(WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod())) {
                return call;
            }
            return new SimpleForwardingClientCall<>(call) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    super.start(
                            new SimpleForwardingClientCallListener<A>(listener) {
                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    if (!status.isOk()) {
                                        first.complete(String.valueOf(status.getDescription()));
                                    }
                                    super.onClose(status, trailers);
                                }
                            },
                            headers);
                }
            };
        }
    }

    private CompletableFuture<String> cancelledTooLate(List<ClientInterceptor> calls) throws Exception {
        ImpatientImpl.deciding = new CountDownLatch(1);
        ImpatientImpl.decide = new CountDownLatch(1);
        CompletableFuture<byte[]> token = new CompletableFuture<>();
        server = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder()
                        .setGrpcClientInterceptors(calls)
                        .build())
                .build());
        Worker worker = server.newWorker(
                "impatient",
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(30_000)
                        .build());
        worker.registerWorkflowImplementationTypes(ImpatientImpl.class);
        worker.registerActivitiesImplementations((Slow) () -> {
            token.complete(Activity.getExecutionContext().getTaskToken());
            Activity.getExecutionContext().doNotCompleteOnReturn();
            return "";
        });
        server.start();
        WorkflowClient client = server.getWorkflowClient();
        Impatient workflow = client.newWorkflowStub(
                Impatient.class,
                WorkflowOptions.newBuilder().setTaskQueue("impatient").build());
        WorkflowClient.start(workflow::work);
        ActivityCompletionClient activity = client.newActivityCompletionClient();
        byte[] running = token.get(20, TimeUnit.SECONDS);

        workflow.enough();
        await(ImpatientImpl.deciding);
        activity.complete(running, "there");
        ImpatientImpl.decide.countDown();

        return WorkflowStub.fromTyped(workflow).getResultAsync(String.class);
    }
}
