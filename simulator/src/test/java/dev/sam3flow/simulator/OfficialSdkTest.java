package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.simulator.pixels.Footage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official JavaScript SDK, as it is published, against the simulator: an outside reading of the same contract. */
class OfficialSdkTest {
    private static final String SDK =
            Optional.ofNullable(System.getenv("SAM3FLOW_JS_SDK")).orElse("no-sdk");

    @TempDir
    Path folder;

    @BeforeEach
    void needsNodeAndTheSdk() {
        assumeThat(Path.of(SDK, "package.json"))
                .as("the official SDK: npm install wavespeed, and set SAM3FLOW_JS_SDK to node_modules/wavespeed")
                .exists();
        assumeThat(Arrays.stream(System.getenv("PATH").split(":")).anyMatch(p -> Files.exists(Path.of(p, "node"))))
                .as("node must be on the PATH")
                .isTrue();
    }

    @Test
    void theSdkUploadsRunsAndReadsTheOutputs() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.builder()
                .apiKey("sdk-key")
                .delay(Duration.ofMillis(600))
                .start()) {

            JsonNode journey = run(simulator, Footage.sample("balls.mp4"));

            JsonNode outputs = journey.path("outputs").get(0);
            JsonNode masks = Customer.JSON.readTree(
                    URI.create(outputs.path("rle_url").asText()).toURL());
            assertThat(masks).hasSize(250);
            assertThat(masks.get(0).asText()).matches("\\d+ \\d+( \\d+ \\d+)+");
            assertThat(outputs.path("video_url").asText()).endsWith(".mp4");
            assertThat(journey.path("failed").asBoolean()).isTrue();
            assertThat(journey.path("why").asText()).contains("address cannot be reached");
            assertThat(simulator.book().chargedMicroUsd()).isEqualTo(100_000);
        }
    }

    private JsonNode run(ProviderSimulator simulator, Path video) throws IOException, InterruptedException {
        Path script = folder.resolve("journey.cjs");
        try (InputStream in = OfficialSdkTest.class.getResourceAsStream("sdk-journey.cjs")) {
            Files.copy(in, script);
        }
        Path err = folder.resolve("err.txt");
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        Path.of(SDK).toAbsolutePath().toString(),
                        "http://127.0.0.1:" + simulator.port(),
                        "sdk-key",
                        video.toAbsolutePath().toString(),
                        "red ball")
                .redirectError(err.toFile())
                .start();
        String out = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(Files.readString(err)).isZero();
        return Customer.JSON.readTree(out.lines().reduce((a, b) -> b).orElse("{}"));
    }
}
