package dev.sam3flow.camelquarkus.nativetest;

import dev.sam3flow.camel.Sam3Component;
import dev.sam3flow.camel.Sam3EndpointException;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.File;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.quarkus.core.CamelRuntime;

/** Sends a video through each route and prints what came of it, a line each. */
@QuarkusMain
public class Masks implements QuarkusApplication {
    private final CamelRuntime routes;
    private final CamelContext context;
    private final ProducerTemplate template;

    Masks(CamelRuntime routes, CamelContext context, ProducerTemplate template) {
        this.routes = routes;
        this.context = context;
        this.template = template;
    }

    /** @param arguments path of a video */
    @Override
    public int run(String... arguments) throws Exception {
        // an application with a main of its own has to start Camel itself
        routes.start();
        File video = new File(arguments[0]);
        print("lines", ask("direct:masks", video, String.class).lines().count());
        print("described", ask("direct:described", video, String.class));
        print("picture", new String(ask("direct:pictures", video, byte[].class), 1, 3, "US-ASCII"));
        print("kept", ask("direct:kept", video, String.class).lines().count());
        print("refused", refusal());
        print(
                "webhook",
                context.getComponent("sam3", Sam3Component.class)
                        .webhooks()
                        .receive("/sam3/webhook/m", Map.of(), new byte[0])
                        .status());
        for (String resource : List.of(
                "kamelets/sam3-segment-action.kamelet.yaml",
                "kamelets/sam3-job-action.kamelet.yaml",
                "kamelets/sam3-events-source.kamelet.yaml",
                "sam3/route-templates.camel.yaml")) {
            try (InputStream in = context.getClassResolver().loadResourceAsStream(resource)) {
                print(resource, in != null && in.read() >= 0);
            }
        }
        return 0;
    }

    private <T> T ask(String uri, Object body, Class<T> type) {
        return template.requestBody(uri, body, type);
    }

    private String refusal() {
        Exchange refused = template.request(
                "direct:refused", exchange -> exchange.getMessage().setBody("no/such/file.mp4"));
        return refused.getException() instanceof Sam3EndpointException typed
                ? typed.code()
                : String.valueOf(refused.getException());
    }

    private static void print(String what, Object value) {
        System.out.println(what + "=" + value);
    }
}
