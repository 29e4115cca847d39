package dev.sam3flow.app.wiring;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider where none is configured: a simulator in this process, spoken to over HTTP like the real one. */
final class EmbeddedSimulator implements PredictionService, AutoCloseable {
    private final ProviderSimulator simulator;
    private final WaveSpeedClient client;

    EmbeddedSimulator(Duration delay, FfmpegPrograms programs) {
        simulator = ProviderSimulator.builder().delay(delay).programs(programs).start();
        client = new WaveSpeedClient(WaveSpeedSettings.builder(ApiKey.of("simulated"))
                .baseUrl(URI.create(simulator.baseUrl()))
                .simulated(true)
                .build());
    }

    /** The way to it over HTTP. */
    WaveSpeedClient client() {
        return client;
    }

    /** Always the same, though the port is not: the same order is the same job tomorrow. */
    @Override
    public String endpoint() {
        return "simulator";
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public URI upload(Path file, String fileName) {
        return client.upload(file, fileName);
    }

    @Override
    public Prediction submit(PredictionInput input, @Nullable String webhook) {
        return client.submit(input, webhook);
    }

    @Override
    public Prediction poll(PredictionId id) {
        return client.poll(id);
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        return client.fetch(outputs);
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        return client.delete(id);
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
        return client.balance();
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return client.quote(input);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
