package dev.sam3flow.camelquarkus.deployment;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The provider, simulated, for an application that is configured by properties: any bytes are a video of a disc. */
public class Simulated implements QuarkusTestResourceLifecycleManager {
    static final int FRAMES = 3;

    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    private ProviderSimulator simulator;

    @Override
    public Map<String, String> start() {
        simulator = ProviderSimulator.builder()
                .delay(Duration.ofMillis(30))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, WIDTH, HEIGHT, 120_000L, new int[FRAMES], 1))
                .masks((received, request, sink) -> {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        sink.frame(List.of(new ObjectMask(1, disc(frame))));
                    }
                })
                .start();
        return Map.of("simulator.url", simulator.baseUrl());
    }

    private static RowRuns disc(int frame) {
        BitSet pixels = new BitSet();
        for (int y = 20; y <= 100; y++) {
            int half = (int) Math.sqrt(1600 - (y - 60) * (y - 60));
            pixels.set(y * WIDTH + 50 + frame - half, y * WIDTH + 50 + frame + half + 1);
        }
        return RowRuns.ofBits(WIDTH, HEIGHT, pixels);
    }

    @Override
    public void stop() {
        simulator.close();
    }
}
