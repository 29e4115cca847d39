package dev.sam3flow.camel.waiting;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;

/** Ends waits when the context, or a route of theirs, goes down; Camel itself waits for them, as long as its patience lasts. */
final class ContextWatch extends LifecycleStrategySupport {
    private final Waits waits;

    private ContextWatch(Waits waits) {
        this.waits = waits;
    }

    static void over(CamelContext context, Waits waits) {
        ContextWatch watch = new ContextWatch(waits);
        context.addLifecycleStrategy(watch);
        watch.onRoutesAdd(context.getRoutes());
        context.getManagementStrategy().addEventNotifier(new Suspension(waits));
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(route -> RouteWatch.over(route, waits));
    }

    /** Also when Camel gave up stopping the route and starts its consumer again. */
    @Override
    public void onServiceAdd(CamelContext context, Service service, @Nullable Route route) {
        if (route != null && service instanceof Consumer) {
            waits.routeIsBack(route.getRouteId());
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        waits.endAll();
    }

    /** Callers outside of routes are told by nobody else. */
    private static final class Suspension extends SimpleEventNotifierSupport {
        private final Waits waits;

        Suspension(Waits waits) {
            this.waits = waits;
            setIgnoreCamelContextInitEvents(true);
            setIgnoreRouteEvents(true);
            setIgnoreServiceEvents(true);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.CamelContextSuspendingEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            waits.end(wait -> true, Ending.CONTEXT_SUSPENDED);
        }
    }
}
