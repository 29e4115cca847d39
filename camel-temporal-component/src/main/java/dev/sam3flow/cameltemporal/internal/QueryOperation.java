package dev.sam3flow.cameltemporal.internal;

/** Asks a workflow with the body as arguments; the body becomes what it says. */
final class QueryOperation implements TemporalProducer.Operation {
    @Override
    public void run(Call call, Target target) {
        Object answer = target.workflow(call)
                .query(target.name("query"), target.options().getResultType(), target.arguments());
        call.end(done -> done.getMessage().setBody(answer));
    }
}
