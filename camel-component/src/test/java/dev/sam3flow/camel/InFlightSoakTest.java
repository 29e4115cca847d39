package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of predictions at once over HTTP to a provider that takes its time; how long it all took is printed. */
@Tag("soak")
class InFlightSoakTest {
    private static final int PREDICTIONS = Integer.getInteger("sam3.inflight", 5_000);
    private static final Duration LATENCY = Duration.ofSeconds(Integer.getInteger("sam3.latency", 300));

    @TempDir
    Path folder;

    @Test
    void eachOfThousandsIsPaidOnceAndComesBackAndFewThreadsServeThem() throws Exception {
        File video = Files.write(folder.resolve("v.mp4"), new byte[1000]).toFile();
        try (DefaultCamelContext context = new DefaultCamelContext();
                ProviderSimulator simulator = ProviderSimulator.builder()
                        .delay(LATENCY)
                        .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 6_000_000, new int[2], 1))
                        .masks((received, request, sink) -> {
                            sink.frame(List.of());
                            sink.frame(List.of());
                        })
                        .start()) {
            Sam3Component component = context.getComponent("sam3", Sam3Component.class);
            component.getConfiguration().setApiKey("any-key");
            component.getConfiguration().setBaseUrl(simulator.baseUrl());
            component.getConfiguration().setFirstLook(LATENCY.toMillis());
            component.getConfiguration().setPollInterval(2_000);
            component.getConfiguration().setFrameSize("160x120");
            context.start();
            ProducerTemplate template = context.createProducerTemplate();

            long began = System.nanoTime();
            List<CompletableFuture<Exchange>> callers = IntStream.range(0, PREDICTIONS)
                    .mapToObj(i -> template.asyncSend(
                            "sam3:segment?prompt=person",
                            exchange -> exchange.getMessage().setBody(video)))
                    .toList();
            long most = 0;
            while (!callers.stream().allMatch(CompletableFuture::isDone)) {
                most = Math.max(most, threads());
                TimeUnit.MILLISECONDS.sleep(200);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d predictions of %d s: %.1f s, %.3f of the provider's time; at most %d threads%n",
                    PREDICTIONS,
                    LATENCY.toSeconds(),
                    seconds,
                    seconds / LATENCY.toSeconds(),
                    most);

            assertThat(callers)
                    .allSatisfy(caller ->
                            assertThat((Throwable) caller.join().getException()).isNull());
            assertThat(simulator.book().paidPredictions()).hasSize(PREDICTIONS);
            assertThat(most).isBetween(1L, 16L);
        }
    }

    /** Those of the component, and those that its client calls by; the JDK adds one that selects. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(".*Sam3.*|sam3-http"))
                .count();
    }
}
