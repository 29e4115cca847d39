package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.temporal.TemporalJobService;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A callback reaches the workflow of its attempt's chunk through {@code temporal:}, and an unreachable server is no silence. */
class NudgeRouteTest {
    private static final String MARKER = "0123456789abcdef0123456789abcdef";
    private static final AttemptKey KEY = MoneyBench.key("nudged");
    private static final PredictionId PREDICTION = new PredictionId("p1");

    /** What a chunk's workflow hears. */
    @WorkflowInterface
    public interface Listener {
        @WorkflowMethod
        String hears();

        @SignalMethod
        void predictionChanged(int attempt, String predictionId);
    }

    public static final class ListenerImpl implements Listener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public String hears() {
            Workflow.await(() -> !heard.isEmpty());
            return String.join(",", heard);
        }

        @Override
        public void predictionChanged(int attempt, String predictionId) {
            heard.add(attempt + " " + predictionId);
        }
    }

    private final MoneyBench bench = new MoneyBench();
    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final NudgeRoute route = new NudgeRoute(bench.attempts, context.createProducerTemplate());

    private void start(WorkflowClient client) throws Exception {
        bench.intended(KEY, MARKER);
        context.getRegistry().bind("workflows", WorkflowClient.class, client);
        context.addRoutes(route);
        context.start();
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        temporal.close();
        bench.close();
    }

    @Test
    void aCallbackReachesTheWorkflowOfItsChunk() throws Exception {
        WorkflowClient client = temporal.getWorkflowClient();
        start(client);
        temporal.newWorker("listeners").registerWorkflowImplementationTypes(ListenerImpl.class);
        temporal.start();
        WorkflowStub listener = client.newUntypedWorkflowStub(
                "Listener",
                WorkflowOptions.newBuilder()
                        .setTaskQueue("listeners")
                        .setWorkflowId(TemporalJobService.chunkWorkflowId(KEY))
                        .build());
        listener.start();

        route.predictionChanged(MARKER, PREDICTION);

        assertThat(listener.getResult(String.class)).isEqualTo("1 p1");
    }

    /** The provider calls back when it is done, which may be after the poll that ended the chunk. */
    @Test
    void aWorkflowThatIsOverNeedsNoTelling() throws Exception {
        start(temporal.getWorkflowClient());

        assertThatCode(() -> route.predictionChanged(MARKER, PREDICTION)).doesNotThrowAnyException();
    }

    /** Else the callback would count as taken, and the provider would not repeat it. */
    @Test
    void aServerThatDoesNotAnswerFailsTheDelivery() throws Exception {
        WorkflowServiceStubs nobody = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .setRpcRetryOptions(RpcRetryOptions.newBuilder()
                        .setExpiration(Duration.ofMillis(200))
                        .build())
                .build());
        start(WorkflowClient.newInstance(nobody));

        assertThatThrownBy(() -> route.predictionChanged(MARKER, PREDICTION))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("p1");
        nobody.shutdownNow();
    }

    /** The application's client connects when it is first used. */
    @Test
    void aServerThatCannotBeConnectedToIsToldAsSuch() throws Exception {
        start((WorkflowClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WorkflowClient.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(bench, arguments);
                    }
                    throw new UnavailableException("no server at nowhere:7233", null);
                }));

        assertThatThrownBy(() -> route.predictionChanged(MARKER, PREDICTION))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no server at nowhere:7233");
    }
}
