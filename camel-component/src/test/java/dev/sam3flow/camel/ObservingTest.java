package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.camel.observing.PredictionEvent;
import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import dev.sam3flow.core.error.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see, and bodies larger than anybody wants. */
class ObservingTest {
    private static final String SEGMENT =
            "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&firstLook=1&pollInterval=1";

    private final FakeProvider provider = new FakeProvider();

    @TempDir
    Path folder;

    private DefaultCamelContext context() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("provider", provider);
        return context;
    }

    private Exchange send(DefaultCamelContext context, Object body) {
        return context.createProducerTemplate()
                .request(SEGMENT, exchange -> exchange.getMessage().setBody(body));
    }

    @Test
    void whatHappensToAPredictionIsAnEventAndAMeter() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (DefaultCamelContext context = context()) {
            context.getRegistry().bind("meters", meters);
            context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof PredictionEvent prediction) {
                        told.add(prediction.kind() + " " + prediction.predictionId());
                    }
                }
            });
            context.start();
            provider.lostAnswers.set(1);
            Path video = Files.writeString(folder.resolve("v.mp4"), "VIDEO");

            send(context, video);
            send(context, video);

            assertThat(told)
                    .containsExactly(
                            Kind.FOUND + " lost-1",
                            Kind.COMPLETED + " lost-1",
                            Kind.SUBMITTED + " p2-2",
                            Kind.COMPLETED + " p2-2");
            assertThat(meters.get("sam3.predictions")
                            .tag("event", "completed")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("sam3.exchanges.waiting").gauge().value()).isZero();
        }
    }

    /** A native executable is compiled with all that anything in it leads to. */
    @Test
    void withoutMicrometerNothingLeadsToWhatNeedsIt() throws Exception {
        Path classes = Path.of(Sam3Component.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/sam3flow/camel"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".class"))
                            .filter(file -> !file.endsWith("Meters.class")
                                    && !file.toString().contains("Test")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("io/micrometer/", "camel/observing/Meters"));
        }
    }

    @Test
    void theHealthCheckIsOptInAndSaysWhetherTheProviderAnswers() throws Exception {
        try (DefaultCamelContext without = context();
                DefaultCamelContext context = context()) {
            without.getComponent("sam3");
            Sam3Component component = new Sam3Component();
            component.setHealthCheckEnabled(true);
            context.addComponent("sam3", component);
            without.start();
            context.start();

            HealthCheck check = HealthCheckHelper.getHealthCheckRegistry(context)
                    .getCheck("sam3-provider")
                    .orElseThrow();
            HealthCheck.Result up = check.call();
            provider.balanceError = new UnavailableException("no answer", null);
            HealthCheck.Result down = check.call();

            assertThat(up.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(HealthCheckHelper.getHealthCheckRegistry(without).getCheck("sam3-provider"))
                    .isEmpty();
        }
    }

    @Test
    void aBodyWithoutEndIsRefusedAndLeavesNothingBehind() throws Exception {
        try (DefaultCamelContext context = context()) {
            context.getComponent("sam3", Sam3Component.class).getConfiguration().setMaxVideoBytes(100_000);
            context.start();
            long before = copies();

            Exchange refused = send(context, new InputStream() {
                @Override
                public int read() {
                    return 7;
                }
            });

            assertThat(refused.getException())
                    .hasMessageContaining("100000 bytes")
                    .hasMessageContaining("maxVideoBytes");
            assertThat(provider.uploads).isEmpty();
            assertThat(copies()).isEqualTo(before);
        }
    }

    private static boolean startsWithSeven(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 7;
        } catch (IOException gone) {
            return false;
        }
    }

    private static long copies() throws Exception {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("sam3-.*[.]mp4"))
                    .filter(ObservingTest::startsWithSeven)
                    .count();
        }
    }
}
