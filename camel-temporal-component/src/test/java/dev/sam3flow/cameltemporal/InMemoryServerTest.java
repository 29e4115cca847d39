package dev.sam3flow.cameltemporal;

import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The endpoint at Temporal's own in-memory server, whose clock is the real one. */
class InMemoryServerTest extends TemporalContract {
    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());

    @Override
    WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    @Override
    @BeforeEach
    void open() {
        super.open();
    }

    @Override
    @AfterEach
    void close() {
        super.close();
        environment.close();
    }
}
