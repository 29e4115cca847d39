package dev.sam3flow.camelquarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.camel.Sam3Component;
import dev.sam3flow.camel.Sam3Constants;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that has the extension, a route and a few properties, and not one bean for {@code sam3:}. */
@WithTestResource(Simulated.class)
class RouteTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Masks.class))
            .overrideConfigKey("camel.component.sam3.api-key", "any-key")
            .overrideConfigKey("camel.component.sam3.base-url", "${simulator.url}")
            .overrideConfigKey("camel.component.sam3.first-look", "10")
            .overrideConfigKey("camel.component.sam3.poll-interval", "10")
            .setLogRecordPredicate(record -> record.getMessage().startsWith("Installed features"))
            .assertLogRecords(records -> assertThat(records)
                    .singleElement()
                    .satisfies(record -> assertThat(String.valueOf(record.getParameters()[0]))
                            .contains("camel-sam3")));

    /** What an application writes. */
    public static class Masks extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:in").to("sam3:segment?prompt=disc&frameSize=160x120");
            from("direct:described").to("direct:in").setBody(simple("${body.predictionId} ${body.frames.size}"));
        }
    }

    @Inject
    CamelContext context;

    @Inject
    ProducerTemplate template;

    @Test
    void aVideoComesBackAsMasks() {
        Exchange done =
                template.request("direct:in", exchange -> exchange.getMessage().setBody(new byte[100]));

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(Sam3Constants.SIMULATED)).isEqualTo(true);
        assertThat(done.getMessage().getBody(String.class).lines()).hasSize(1 + Simulated.FRAMES);
    }

    @Test
    void anExpressionReadsTheResult() {
        assertThat(template.requestBody("direct:described", new byte[100], String.class))
                .endsWith(" " + Simulated.FRAMES);
    }

    @Test
    void propertiesAreTheComponentsOptions() {
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);

        assertThat(component.getConfiguration().getFirstLook()).isEqualTo(10);
    }
}
