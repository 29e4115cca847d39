package dev.sam3flow.camel.observing;

import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the context's event notifiers what happens, and counts it where Micrometer and a meter registry are present. */
public final class Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

    private final CamelContext context;
    private final Consumer<Kind> counter;

    /** @param waiting how many exchanges wait now */
    public Observer(CamelContext context, IntSupplier waiting) {
        this.context = context;
        this.counter =
                context.getClassResolver().resolveClass(REGISTRY) == null ? kind -> {} : Meters.in(context, waiting);
    }

    /** Whoever listens must not harm what is listened to. */
    public void tell(Kind kind, String predictionId) {
        try {
            counter.accept(kind);
            context.getManagementStrategy().notify(new PredictionEvent(context, kind, predictionId));
        } catch (Exception failed) {
            LOG.warn("Nobody could be told that prediction {} is {}: {}", predictionId, kind, failed.getMessage());
        }
    }
}
