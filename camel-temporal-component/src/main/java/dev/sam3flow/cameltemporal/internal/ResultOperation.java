package dev.sam3flow.cameltemporal.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for a workflow's end without a thread; the body becomes its result. */
final class ResultOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        CompletableFuture<?> result = target.workflow(call)
                .getResultAsync(
                        target.patience(),
                        TimeUnit.MILLISECONDS,
                        target.options().getResultType());
        call.when(result, (exchange, value) -> exchange.getMessage().setBody(value));
    }
}
