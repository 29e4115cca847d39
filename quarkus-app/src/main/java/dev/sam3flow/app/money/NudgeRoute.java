package dev.sam3flow.app.money;

import dev.sam3flow.cameltemporal.TemporalConstants;
import dev.sam3flow.cameltemporal.TemporalEndpointException;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.temporal.TemporalJobService;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/** Tells the workflow of an attempt's chunk that its prediction changed, so that it looks at once. */
@ApplicationScoped
public class NudgeRoute extends RouteBuilder implements Callbacks.Nudge {
    private static final String URI = "direct:prediction-changed";
    private static final String MARKER = "Sam3Marker";

    private final AttemptStore attempts;
    private final ProducerTemplate template;

    NudgeRoute(AttemptStore attempts, ProducerTemplate template) {
        this.attempts = attempts;
        this.template = template;
    }

    @Override
    public void configure() {
        from(URI)
                .routeId("nudge")
                .process(this::address)
                .doTry()
                .to("temporal:signal?name=predictionChanged")
                .doCatch(TemporalEndpointException.class)
                .onWhen(NudgeRoute::isOver)
                .log("the chunk's workflow has ended: nothing to tell it")
                .end();
    }

    /** @throws Sam3Exception where the workflow server does not answer */
    @Override
    public void predictionChanged(String marker, PredictionId id) {
        Exchange told = template.request(URI, exchange -> {
            exchange.getMessage().setBody(id);
            exchange.getMessage().setHeader(MARKER, marker);
        });
        Exception failed = told.getException();
        if (failed != null) {
            throw failed.getCause() instanceof Sam3Exception known
                    ? known
                    : new UnavailableException("the workflow server was not told of prediction " + id, failed);
        }
    }

    /** From a marker and a prediction to a workflow and what it is told. */
    private void address(Exchange exchange) {
        String marker = exchange.getMessage().getHeader(MARKER, String.class);
        AttemptKey attempt = attempts.findByMarker(marker).orElseThrow().key();
        PredictionId id = exchange.getMessage().getBody(PredictionId.class);
        exchange.getMessage().setBody(new Object[] {attempt.attempt(), id.value()});
        exchange.getMessage().setHeader(TemporalConstants.WORKFLOW_ID, TemporalJobService.chunkWorkflowId(attempt));
    }

    private static boolean isOver(Exchange exchange) {
        return exchange.getException() instanceof TemporalEndpointException caught
                && caught.code().equals("not-found");
    }
}
