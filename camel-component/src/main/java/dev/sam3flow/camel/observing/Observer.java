package dev.sam3flow.camel.observing;

import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.support.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the context's event notifiers what happens, and counts it where Micrometer and a meter registry are present. */
public final class Observer {
    /** Says who counts what happens. */
    interface Counting {
        Consumer<Kind> in(CamelContext context, IntSupplier waiting);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
    private static final String METERS = "dev.sam3flow.camel.observing.Meters";

    private final CamelContext context;
    private final Consumer<Kind> counter;

    /** @param waiting how many exchanges wait now */
    public Observer(CamelContext context, IntSupplier waiting) {
        this.context = context;
        this.counter = counting(context.getClassResolver()).in(context, waiting);
    }

    /** By name: an executable without Micrometer could not be compiled if anything in it led to what needs that. */
    private static Counting counting(ClassResolver classes) {
        Class<?> meters = classes.resolveClass(REGISTRY) == null ? null : classes.resolveClass(METERS);
        return meters == null ? (context, waiting) -> kind -> {} : (Counting) ObjectHelper.newInstance(meters);
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
