package dev.sam3flow.cameltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.camel.PredictionFailedException;
import dev.sam3flow.camel.Sam3WaitTimeoutException;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Sam3SimulatorTest {
    private static final String SEGMENT = "sam3:segment?prompt=person&frameSize=64x48";

    @RegisterExtension
    final Sam3Simulator sam3 = Sam3Simulator.ofDiscs(3, 64, 48);

    private Exchange send(Map<String, Object> headers) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            sam3.connect(context);
            context.start();
            return context.createProducerTemplate().request(SEGMENT, exchange -> {
                exchange.getMessage().setBody(new byte[10]);
                exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
            });
        }
    }

    @Test
    void whatIsScriptedHappensAndIsRecorded() throws Exception {
        sam3.next().submitsAreRateLimited(1).looksFail(2).predictionFails();

        Exchange failed = send(Map.of());

        assertThat(failed.getException()).isInstanceOf(PredictionFailedException.class);
        assertThat(sam3.requests(ProviderCall.SUBMIT)).hasSize(2);
        assertThat(sam3.requests(ProviderCall.RESULT)).hasSizeGreaterThan(2);
    }

    @Test
    void aPredictionThatNeverEndsIsPaidForAllTheSame() throws Exception {
        sam3.next().predictionNeverEnds();

        Exchange impatient = send(Map.of("CamelSam3WaitTimeout", 500));

        assertThat(impatient.getException()).isInstanceOf(Sam3WaitTimeoutException.class);
        assertThat(sam3.paid()).hasSize(1);
        assertThat(sam3.chargedMicroUsd()).isPositive();
    }

    @Test
    void outsideOfATestItSaysHowToUseIt() {
        Sam3Simulator unregistered = Sam3Simulator.ofPixels();

        assertThatThrownBy(unregistered::baseUrl).hasMessageContaining("extension");
    }

    /** The page shows a test that is compiled and run here. */
    @Test
    void theExampleOfThePageIsTheTestBesideThisOne() throws Exception {
        String page = Files.readString(Path.of("../camel-component/src/main/docs/sam3-component.adoc"));
        String example = Files.readString(Path.of("src/test/java/dev/sam3flow/cameltest/MyRouteTest.java"));

        assertThat(page).contains(example.substring(example.indexOf("class MyRouteTest")));
    }
}
