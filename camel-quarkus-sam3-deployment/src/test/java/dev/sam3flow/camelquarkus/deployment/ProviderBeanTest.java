package dev.sam3flow.camelquarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.port.PredictionService;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.WithTestResource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bean that nothing injects is removed from a Quarkus application, unless it is of the type of a component's option. */
@WithTestResource(Simulated.class)
class ProviderBeanTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest().withApplicationRoot(root -> root.addClass(Provider.class));

    /** What an application writes. */
    public static class Provider {
        @Produces
        @Singleton
        PredictionService provider(@ConfigProperty(name = "simulator.url") String url) {
            return new WaveSpeedClient(WaveSpeedSettings.builder(ApiKey.of("any-key"))
                    .baseUrl(URI.create(url))
                    .build());
        }
    }

    @Inject
    ProducerTemplate template;

    @Test
    void theEndpointFindsTheApplicationsProvider() {
        String masks = template.requestBody(
                "sam3:segment?prompt=disc&frameSize=160x120&firstLook=10&pollInterval=10", new byte[100], String.class);

        assertThat(masks.lines()).hasSize(1 + Simulated.FRAMES);
    }
}
