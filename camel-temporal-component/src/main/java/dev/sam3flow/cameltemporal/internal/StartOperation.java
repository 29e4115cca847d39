package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.OnEnded;
import dev.sam3flow.cameltemporal.OnRunning;
import dev.sam3flow.cameltemporal.TemporalConfiguration;
import dev.sam3flow.cameltemporal.TemporalConstants;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;

/** Starts a workflow with the body as its arguments; the body is left alone. */
final class StartOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        TemporalConfiguration options = target.options();
        String given = target.text(TemporalConstants.START_ID, options.getWorkflowId());
        String id = given == null ? target.keptId() : given;
        call.isAbout(id);
        String type = target.need(
                TemporalConstants.START_TYPE, options.getWorkflowType(), "type of workflow", "workflowType");
        WorkflowStub workflow = target.client().newUntypedWorkflowStub(type, workflowOptions(id, options));
        WorkflowExecution started = workflow.start(target.arguments());
        call.end(exchange -> {
            target.forgetId();
            exchange.getMessage().setHeader(TemporalConstants.WORKFLOW_ID, started.getWorkflowId());
            exchange.getMessage().setHeader(TemporalConstants.RUN_ID, started.getRunId());
        });
    }

    private static WorkflowOptions workflowOptions(String id, TemporalConfiguration options) {
        WorkflowOptions.Builder builder = WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(options.getTaskQueue())
                .setWorkflowIdConflictPolicy(conflict(options.getOnRunning()))
                .setWorkflowIdReusePolicy(reuse(options.getOnEnded()));
        if (options.getExecutionTimeout() > 0) {
            builder.setWorkflowExecutionTimeout(Duration.ofMillis(options.getExecutionTimeout()));
        }
        return builder.build();
    }

    private static WorkflowIdConflictPolicy conflict(OnRunning wanted) {
        return switch (wanted) {
            case join -> WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
            case fail -> WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL;
            case replace -> WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING;
        };
    }

    private static WorkflowIdReusePolicy reuse(OnEnded wanted) {
        return switch (wanted) {
            case restart -> WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
            case restartFailed -> WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
            case fail -> WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
        };
    }
}
