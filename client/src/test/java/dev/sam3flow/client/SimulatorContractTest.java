package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.PredictionServiceContract;
import dev.sam3flow.simulator.ProviderSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client and simulator share no wire code, so that what they agree on is evidence. */
class SimulatorContractTest extends PredictionServiceContract {
    private ProviderSimulator simulator;
    private WaveSpeedClient client;
    private Path video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        simulator = SimulatorFixture.start();
        client = new WaveSpeedClient(SimulatorFixture.settings(simulator).build());
        video = Files.write(folder.resolve("v.mp4"), new byte[100_000]);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Override
    protected PredictionService service() {
        return client;
    }

    @Override
    protected Path video() {
        return video;
    }

    @Override
    protected int frames() {
        return SimulatorFixture.FRAMES;
    }

    @Test
    void theSimulatorNamesItself() {
        client.balance();

        assertThat(client.simulated()).isTrue();
    }

    @Test
    void modelsAndSecretAreRead() {
        assertThat(client.models()).containsKey(WaveSpeedSettings.MODEL);
        assertThat(client.webhookSecret()).hasToString("WebhookSecret[hidden]");
    }
}
