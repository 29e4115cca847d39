package dev.sam3flow.cameltemporal.internal;

/** Signals a workflow with the body as arguments; the body is left alone. */
final class SignalOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        target.workflow(call).signal(target.name("signal"), target.arguments());
        call.end(done -> {});
    }
}
