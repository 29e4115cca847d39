package dev.sam3flow.camelspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.camel.Sam3Component;
import dev.sam3flow.cameltest.Sam3Simulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application on Spring Boot that has the starter on its class path, and properties. */
class Sam3AutoConfigurationTest {
    @RegisterExtension
    final Sam3Simulator sam3 = Sam3Simulator.ofDiscs(5, 160, 120);

    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        RouteBuilder videos() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("sam3:segment?prompt=person&frameSize=160x120");
                }
            };
        }
    }

    @Configuration
    static class OwnComponent {
        @Bean("sam3-component")
        Sam3Component own() {
            Sam3Component own = new Sam3Component();
            own.getConfiguration().setPrompt("mine");
            return own;
        }
    }

    private static ConfigurableApplicationContext run(Class<?> more, String... properties) {
        return new SpringApplicationBuilder(Application.class, more)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(Stream.of("spring.main.banner-mode=off"), Stream.of(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
    }

    private static Sam3Component component(ConfigurableApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("sam3", Sam3Component.class);
    }

    @Test
    void propertiesAreEnoughToSegmentAVideo() {
        try (var application = run(
                Application.class,
                "camel.component.sam3.api-key=any-key",
                "camel.component.sam3.baseUrl=" + sam3.baseUrl(),
                "camel.component.sam3.first-look=10",
                "camel.component.sam3.configuration.poll-interval=10")) {
            String masks =
                    application.getBean(ProducerTemplate.class).requestBody("direct:in", new byte[100], String.class);

            assertThat(masks.lines()).hasSize(1 + 5);
            assertThat(sam3.paid()).hasSize(1);
            assertThat(component(application).getConfiguration().getPollInterval())
                    .isEqualTo(10);
        }
    }

    @Test
    void aComponentThatIsABeanGetsThemToo() {
        try (var application = run(OwnComponent.class, "camel.component.sam3.pollFactor=2")) {
            assertThat(component(application).getConfiguration().getPrompt()).isEqualTo("mine");
            assertThat(component(application).getConfiguration().getPollFactor())
                    .isEqualTo(2);
        }
    }

    @Test
    void switchedOffItSetsNothing() {
        try (var application = run(
                Application.class,
                "camel.component.sam3.customizer.enabled=false",
                "camel.component.sam3.pollFactor=2")) {
            assertThat(component(application).getConfiguration().getPollFactor())
                    .isEqualTo(1.5);
        }
    }

    @Test
    void anOptionThatThereIsNotStopsTheStartAndIsNamedWithoutItsValue() {
        assertThatThrownBy(() -> run(Application.class, "camel.component.sam3.apiKeyy=canary-123"))
                .hasStackTraceContaining("camel.component.sam3.apiKeyy")
                .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain("canary-123"));
    }

    @Test
    void aValueOfAnotherTypeStopsTheStart() {
        assertThatThrownBy(() -> run(Application.class, "camel.component.sam3.poll-factor=often"))
                .hasStackTraceContaining("camel.component.sam3.pollFactor");
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
