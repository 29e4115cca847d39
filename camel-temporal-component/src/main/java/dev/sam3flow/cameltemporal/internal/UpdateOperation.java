package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalConstants;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import java.util.concurrent.TimeUnit;

/** Updates a workflow with the body as arguments; the body becomes what the update returns. */
final class UpdateOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        update(call, target, target.options().getResultType());
    }

    private static <R> void update(Call call, Target target, Class<R> type) {
        UpdateOptions<R> options = UpdateOptions.newBuilder(type)
                .setUpdateName(target.name("update"))
                .setUpdateId(target.keptId())
                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                .build();
        WorkflowUpdateHandle<R> handle = target.workflow(call).startUpdate(options, target.arguments());
        if (!target.options().isWaitForUpdate()) {
            call.end(exchange -> {
                target.forgetId();
                exchange.getMessage().setHeader(TemporalConstants.UPDATE_ID, handle.getId());
            });
            return;
        }
        call.when(handle.getResultAsync(target.patience(), TimeUnit.MILLISECONDS), (exchange, value) -> {
            target.forgetId();
            exchange.getMessage().setBody(value);
            exchange.getMessage().setHeader(TemporalConstants.UPDATE_ID, handle.getId());
        });
    }
}
