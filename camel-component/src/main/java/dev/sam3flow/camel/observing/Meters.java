package dev.sam3flow.camel.observing;

import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;

/** Counts by Micrometer; loaded by name, and only where that is present. */
public final class Meters implements Observer.Counting {
    @Override
    public Consumer<Kind> in(CamelContext context, IntSupplier waiting) {
        MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (meters == null) {
            return kind -> {};
        }
        Gauge.builder("sam3.exchanges.waiting", waiting, IntSupplier::getAsInt)
                .description("Exchanges that wait for a prediction, a job or an answer")
                .tag("context", context.getName())
                .strongReference(true)
                .register(meters);
        return kind -> meters.counter(
                        "sam3.predictions",
                        "context",
                        context.getName(),
                        "event",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
