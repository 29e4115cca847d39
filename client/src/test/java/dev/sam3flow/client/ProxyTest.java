package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    private ProviderSimulator simulator;
    private Path video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        simulator = SimulatorFixture.start();
        video = Files.write(folder.resolve("v.mp4"), new byte[100_000]);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WaveSpeedClient through(TestProxy proxy) {
        return new WaveSpeedClient(SimulatorFixture.settings(simulator)
                .proxy("127.0.0.1", proxy.port())
                .build());
    }

    /** Each request here has a connection of its own, so that one that went around the proxy would be one too many. */
    @Test
    void everythingGoesThroughTheProxy() throws Exception {
        try (TestProxy proxy = new TestProxy(null)) {
            WaveSpeedClient client = through(proxy);

            URI uploaded = client.upload(video, "marker.mp4");
            Prediction begun = client.submit(new PredictionInput(uploaded, Prompts.ofText("person"), false), null);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> client.poll(begun.id()).status().isTerminal());
            try (InputStream rle = client.fetch(client.poll(begun.id()).outputs())) {
                assertThat(rle.readAllBytes()).isNotEmpty();
            }

            assertThat(proxy.asked).hasSameSizeAs(simulator.recorded());
            assertThat(proxy.asked)
                    .filteredOn(line -> line.startsWith("CONNECT "))
                    .allMatch(line -> line.equals("CONNECT 127.0.0.1:" + simulator.port() + " HTTP/1.1"));
            assertThat(proxy.asked)
                    .anyMatch(line -> line.startsWith("POST http://127.0.0.1:" + simulator.port() + "/"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 407 who are you", "HTTP/1.1 502 no", "SSH-2.0-OpenSSH", "HTTP/2 200 fine"})
    void aProxyThatDoesNotConnectIsNamed(String answer) throws Exception {
        try (TestProxy proxy = new TestProxy(answer)) {
            WaveSpeedClient client = through(proxy);

            assertThatThrownBy(() -> client.submit(
                            new PredictionInput(URI.create(simulator.baseUrl()), Prompts.ofText("person"), false),
                            null))
                    .isInstanceOf(UnavailableException.class)
                    .hasStackTraceContaining("127.0.0.1:" + proxy.port());
            assertThat(simulator.book().paidPredictions()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aPortThatThereIsNotIsRefused(int port) {
        assertThatThrownBy(() -> SimulatorFixture.settings(simulator).proxy("proxy.example", port))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(String.valueOf(port));
    }
}
