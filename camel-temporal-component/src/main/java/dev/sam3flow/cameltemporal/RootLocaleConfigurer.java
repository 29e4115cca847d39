package dev.sam3flow.cameltemporal;

import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/**
 * Looks options up in the root locale. Camel's generated configurers fold names in the default locale, where a Turkish
 * {@code workflowId} becomes {@code workflowıd} and is unknown; they take names already folded as they are.
 */
final class RootLocaleConfigurer implements GeneratedPropertyConfigurer, PropertyConfigurerGetter {
    private final PropertyConfigurer options;
    private final PropertyConfigurerGetter getters;

    private RootLocaleConfigurer(PropertyConfigurer options, PropertyConfigurerGetter getters) {
        this.options = options;
        this.getters = getters;
    }

    /** The same options; a configurer that cannot be asked for its options stays as it is. */
    static @Nullable PropertyConfigurer of(@Nullable PropertyConfigurer generated) {
        return generated instanceof PropertyConfigurerGetter getters
                ? new RootLocaleConfigurer(generated, getters)
                : generated;
    }

    private static String folded(String name, boolean ignoreCase) {
        return ignoreCase ? name.toLowerCase(Locale.ROOT) : name;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        return options.configure(context, target, folded(name, ignoreCase), value, false);
    }

    @Override
    public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
        return getters.getOptionType(folded(name, ignoreCase), false);
    }

    @Override
    public String[] getAutowiredNames() {
        return getters.getAutowiredNames();
    }

    @Override
    public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return getters.getCollectionValueType(target, folded(name, ignoreCase), false);
    }

    @Override
    public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return getters.getOptionValue(target, folded(name, ignoreCase), false);
    }
}
