package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/**
 * Thousands of predictions at once over HTTP to a provider that takes its time; how long it all took is printed. A few hundred to
 * another provider come first, as in a service that has run for a while: a JVM's first seconds are spent on compiling.
 */
@Tag("soak")
class InFlightSoakTest {
    private static final int PREDICTIONS = Integer.getInteger("sam3.inflight", 5_000);
    private static final int EARLIER = Math.min(1_000, PREDICTIONS);
    private static final Duration LATENCY = Duration.ofSeconds(Integer.getInteger("sam3.latency", 300));

    @TempDir
    Path folder;

    @Test
    void eachOfThousandsIsPaidOnceAndComesBackAndFewThreadsServeThem() throws Exception {
        File video = Files.write(folder.resolve("v.mp4"), new byte[1000]).toFile();
        try (DefaultCamelContext context = new DefaultCamelContext();
                ProviderSimulator quick = provider(Duration.ZERO);
                ProviderSimulator simulator = provider(LATENCY)) {
            Sam3Component component = context.getComponent("sam3", Sam3Component.class);
            component.getConfiguration().setApiKey("any-key");
            component.getConfiguration().setBaseUrl(simulator.baseUrl());
            component.getConfiguration().setFirstLook(LATENCY.toMillis());
            component.getConfiguration().setPollInterval(2_000);
            component.getConfiguration().setFrameSize("160x120");
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            send(template, "sam3:segment?prompt=person&firstLook=1&baseUrl=" + quick.baseUrl(), video, EARLIER)
                    .forEach(CompletableFuture::join);
            await().until(() -> threads("sam3-http") == 0);

            long began = System.nanoTime();
            List<CompletableFuture<Exchange>> callers =
                    send(template, "sam3:segment?prompt=person", video, PREDICTIONS);
            long most = 0;
            while (!callers.stream().allMatch(CompletableFuture::isDone)) {
                most = Math.max(most, threads(".*Sam3.*|sam3-http"));
                TimeUnit.MILLISECONDS.sleep(200);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d predictions of %d s: %.1f s, %.3f of the provider's time; the last was submitted %.1f s after the"
                            + " first; at most %d threads; this process, simulator included, used %.1f s of processor%n",
                    PREDICTIONS,
                    LATENCY.toSeconds(),
                    seconds,
                    seconds / LATENCY.toSeconds(),
                    submitting(simulator),
                    most,
                    ProcessHandle.current()
                                    .info()
                                    .totalCpuDuration()
                                    .orElseThrow()
                                    .toMillis()
                            / 1e3);

            assertThat(callers)
                    .allSatisfy(caller ->
                            assertThat((Throwable) caller.join().getException()).isNull());
            assertThat(simulator.book().paidPredictions()).hasSize(PREDICTIONS);
            assertThat(most).isBetween(1L, 16L);
        }
    }

    private static ProviderSimulator provider(Duration latency) {
        return ProviderSimulator.builder()
                .delay(latency)
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 6_000_000, new int[2], 1))
                .masks((received, request, sink) -> {
                    sink.frame(List.of());
                    sink.frame(List.of());
                })
                .start();
    }

    private static List<CompletableFuture<Exchange>> send(
            ProducerTemplate template, String uri, File video, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> template.asyncSend(
                        uri, exchange -> exchange.getMessage().setBody(video)))
                .toList();
    }

    private static double submitting(ProviderSimulator simulator) {
        List<Instant> submits = simulator.recorded().stream()
                .filter(request -> request.call() == ProviderCall.SUBMIT)
                .map(RecordedRequest::at)
                .sorted()
                .toList();
        return Duration.between(submits.get(0), submits.get(submits.size() - 1)).toMillis() / 1e3;
    }

    /** Those of the component, and those that its client calls by; the JDK adds one that selects. */
    private static long threads(String names) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(names))
                .count();
    }
}
