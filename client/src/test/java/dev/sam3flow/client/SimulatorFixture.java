package dev.sam3flow.client;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A simulator that needs no ffmpeg: whatever it receives plays 12.3 s and has 30 frames of 8 x 6 pixels. */
final class SimulatorFixture {
    static final int FRAMES = 30;

    private SimulatorFixture() {}

    static ProviderSimulator start() {
        return ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 8, 6, 12_300_000, new int[FRAMES], 1))
                .masks((video, request, sink) -> {
                    for (int frame = 0; frame < video.frames(); frame++) {
                        sink.frame(List.of(new ObjectMask(1, RowRuns.of(8, 6, 9, 3, 17, 3, 25, 3))));
                    }
                })
                .start();
    }

    static WaveSpeedSettings.Builder settings(ProviderSimulator simulator) {
        Duration second = Duration.ofSeconds(1);
        return WaveSpeedSettings.builder(ApiKey.of("canary-key-123"))
                .baseUrl(URI.create(simulator.baseUrl()))
                .timeouts(new Timeouts(
                        second, Duration.ofMillis(1500), Duration.ofMillis(1500), second, second.multipliedBy(10)))
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(50)));
    }
}
