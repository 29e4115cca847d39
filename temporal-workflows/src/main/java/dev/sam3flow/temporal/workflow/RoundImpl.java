package dev.sam3flow.temporal.workflow;

import dev.sam3flow.temporal.activity.RoundWork;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** {@link Round}: a round that fails is not tried again, the next one comes soon. */
public final class RoundImpl implements Round {
    private final RoundWork work = Workflow.newActivityStub(
            RoundWork.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofHours(2))
                    .setHeartbeatTimeout(Duration.ofSeconds(45))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(1).build())
                    .build());

    @Override
    public void run(String name) {
        work.carryOut(name);
    }
}
