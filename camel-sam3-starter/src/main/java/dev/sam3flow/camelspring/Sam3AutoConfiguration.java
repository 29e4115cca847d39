package dev.sam3flow.camelspring;

import dev.sam3flow.camel.Sam3Component;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Gives the component the options that stand under {@code camel.component.sam3}, when Camel makes it. */
@AutoConfiguration
@ConditionalOnProperty(name = Sam3AutoConfiguration.OPTIONS + ".customizer.enabled", matchIfMissing = true)
public class Sam3AutoConfiguration {
    static final String OPTIONS = "camel.component.sam3";

    @Bean
    ComponentCustomizer sam3Options(CamelContext context, Environment environment) {
        return new ComponentCustomizer() {
            @Override
            public boolean isEnabled(String name, Component target) {
                return target instanceof Sam3Component;
            }

            @Override
            public void configure(String name, Component target) {
                bind(context, (Sam3Component) target, environment);
            }
        };
    }

    /** Camel's own message repeats the value, which may be a key under a name that is spelled wrong. */
    private static void bind(CamelContext context, Sam3Component component, Environment environment) {
        try {
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withProperties(options(environment))
                    .withOptionPrefix(OPTIONS + ".")
                    .withIgnoreCase(true)
                    .withMandatory(true)
                    .bind();
        } catch (PropertyBindingException wrong) {
            throw new IllegalArgumentException(OPTIONS + "." + wrong.getPropertyName()
                    + ": sam3 has no such component option, or not with a value of that type");
        }
    }

    private static Map<String, Object> options(Environment environment) {
        Map<String, Object> options = new HashMap<>();
        Binder.get(environment)
                .bind(OPTIONS, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((name, value) -> options.put(OPTIONS + "." + StringHelper.dashToCamelCase(name), value));
        options.remove(OPTIONS + ".customizer.enabled");
        return options;
    }
}
