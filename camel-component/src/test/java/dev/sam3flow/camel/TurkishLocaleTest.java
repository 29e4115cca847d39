package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the lower case of I is not i, options are found all the same. */
class TurkishLocaleTest {
    private final Locale before = Locale.getDefault();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void speakTurkish() {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    }

    @AfterEach
    void speakAsBefore() {
        context.stop();
        Locale.setDefault(before);
    }

    @Test
    void anEndpointTakesItsOptions() {
        Sam3Endpoint endpoint = context.getEndpoint(
                "sam3:segment?prompt=person&apiKey=k&pollInterval=7s&maxPollInterval=20s&initialDelay=3s",
                Sam3Endpoint.class);

        assertThat(endpoint.getConfiguration().getPollInterval()).isEqualTo(7_000);
        assertThat(endpoint.getConfiguration().getMaxPollInterval()).isEqualTo(20_000);
        assertThat(endpoint.getInitialDelay()).isEqualTo(3_000);
    }

    @Test
    void theComponentTakesItsOptions() {
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);

        assertThat(component.getComponentPropertyConfigurer().configure(context, component, "pollInterval", "9s", true))
                .isTrue();
        assertThat(component.getConfiguration().getPollInterval()).isEqualTo(9_000);
    }
}
