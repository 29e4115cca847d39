package dev.sam3flow.camel;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.PredictionServiceContract;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the client keeps, {@code sam3:} keeps: the same contract, through endpoints, at the simulator. */
class EndpointContractTest extends PredictionServiceContract {
    private static final int FRAMES = 4;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProviderSimulator simulator;
    private PredictionService service;
    private Path video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        simulator = ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 12_300_000, new int[FRAMES], 1))
                .masks((received, request, sink) -> {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        sink.frame(List.of());
                    }
                })
                .start();
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);
        component.getConfiguration().setApiKey("any-key");
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        context.start();
        service = new ThroughRoutes(context, component.predictionService(component.getConfiguration()));
        video = Files.write(folder.resolve("v.mp4"), new byte[1000]);
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    @Override
    protected PredictionService service() {
        return service;
    }

    @Override
    protected Path video() {
        return video;
    }

    @Override
    protected int frames() {
        return FRAMES;
    }
}
