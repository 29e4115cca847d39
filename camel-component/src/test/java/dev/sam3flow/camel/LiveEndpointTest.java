package dev.sam3flow.camel;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.PredictionServiceContract;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The same contract at the provider itself; needs {@code WAVESPEED_API_KEY} and costs money. */
@Tag("live")
class LiveEndpointTest extends PredictionServiceContract {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private PredictionService service;

    @BeforeEach
    void start() {
        String key = System.getenv("WAVESPEED_API_KEY");
        assumeThat(key).as("WAVESPEED_API_KEY is not set").isNotNull();
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);
        component.getConfiguration().setApiKey(key);
        context.start();
        service = new ThroughRoutes(context, component.predictionService(component.getConfiguration()));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Override
    protected PredictionService service() {
        return service;
    }

    @Override
    protected Path video() {
        return Path.of("../samples/balls.mp4");
    }

    @Override
    protected int frames() {
        return 250;
    }

    @Override
    protected Duration pause() {
        return Duration.ofSeconds(5);
    }
}
