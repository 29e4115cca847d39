package dev.sam3flow.cameltest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MyRouteTest {
    @RegisterExtension
    final Sam3Simulator sam3 = Sam3Simulator.ofDiscs(12, 160, 120);

    @Test
    void aLostAnswerIsPaidForOnce() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("sam3:segment?prompt=person&frameSize=160x120");
                }
            });
            sam3.connect(context);
            sam3.next().submitLosesItsAnswer().looksFail(2);
            context.start();

            String masks = context.createProducerTemplate().requestBody("direct:in", new byte[100], String.class);

            assertEquals(13, masks.lines().count());
            assertEquals(1, sam3.paid().size());
        }
    }
}
