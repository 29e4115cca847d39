package dev.sam3flow.cameltemporal.internal;

import io.temporal.client.WorkflowStub;

/** Asks a workflow to stop; it decides itself when it has, and the body is left alone. */
final class CancelOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        WorkflowStub workflow = target.workflow(call);
        String reason = target.options().getReason();
        if (reason == null) {
            workflow.cancel();
        } else {
            workflow.cancel(reason);
        }
        call.end(done -> {});
    }
}
