package dev.sam3flow.camel;

import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** The provider as {@code sam3:} endpoints show it; what they do not show, a client tells. */
final class ThroughRoutes implements PredictionService {
    private final ProducerTemplate template;
    private final PredictionService client;

    ThroughRoutes(CamelContext context, PredictionService client) {
        this.template = context.createProducerTemplate();
        this.client = client;
    }

    private Message send(String uri, Object body, Map<String, Object> headers) {
        var done = template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
        if (done.getException() != null) {
            throw done.getException().getCause() instanceof Sam3Exception known
                    ? known
                    : new IllegalStateException(done.getException());
        }
        return done.getMessage();
    }

    @Override
    public String endpoint() {
        return client.endpoint();
    }

    @Override
    public boolean simulated() {
        return client.simulated();
    }

    /** The endpoint chooses names itself. */
    @Override
    public URI upload(Path file, String fileName) {
        return client.upload(file, fileName);
    }

    @Override
    public Prediction submit(PredictionInput input, String webhook) {
        String id = send(
                        "sam3:submit?allowRemoteVideo=true",
                        input.video(),
                        Map.of(Sam3Constants.PROMPT, input.prompts().joinedText()))
                .getBody(String.class);
        return client.poll(new PredictionId(id));
    }

    @Override
    public Prediction poll(PredictionId id) {
        Message told = send("sam3:result", null, Map.of(Sam3Constants.PREDICTION_ID, id.value()));
        if (!told.getHeader(Sam3Constants.ENDED, Boolean.class)) {
            return new Prediction(id, PredictionStatus.PROCESSING, null, null, null, null);
        }
        return client.poll(id);
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        return client.fetch(outputs);
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        Message told = send("sam3:delete", null, Map.of(Sam3Constants.PREDICTION_ID, id.value()));
        return told.getHeader(Sam3Constants.DELETED, Boolean.class)
                ? DeleteOutcome.DELETED
                : DeleteOutcome.UNKNOWN_THERE;
    }

    @Override
    public List<Prediction> find(TimeWindow window) {
        return client.find(window);
    }

    @Override
    public List<BillingRow> charges(List<PredictionId> ids) {
        return client.charges(ids);
    }

    @Override
    public List<BillingRow> charges(TimeWindow window) {
        return client.charges(window);
    }

    @Override
    public MicroUsd balance() {
        return new MicroUsd(send("sam3:balance", null, Map.of()).getHeader(Sam3Constants.BALANCE, Long.class));
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return new MicroUsd(send(
                        "sam3:quote?allowRemoteVideo=true",
                        input.video(),
                        Map.of(Sam3Constants.PROMPT, input.prompts().joinedText()))
                .getHeader(Sam3Constants.QUOTED, Long.class));
    }
}
