package dev.sam3flow.camel.waiting;

import org.apache.camel.Route;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Ends the waits of a route that is stopped or suspended. Camel tells neither to the route's producers: it tells the route's
 * services before it waits for exchanges, which is when waits must end, and the route's policies when it has waited.
 */
final class RouteWatch extends RoutePolicySupport implements ShutdownPrepared {
    private final Waits waits;
    private final String routeId;

    private RouteWatch(Waits waits, String routeId) {
        this.waits = waits;
        this.routeId = routeId;
    }

    /** A route that starts again has forgotten its services, but not its policies. */
    static void over(Route route, Waits waits) {
        RouteWatch watch = route.getRoutePolicyList().stream()
                .filter(policy -> policy instanceof RouteWatch known && known.waits == waits)
                .map(RouteWatch.class::cast)
                .findFirst()
                .orElse(null);
        if (watch == null) {
            watch = new RouteWatch(waits, route.getRouteId());
            route.getRoutePolicyList().add(watch);
        }
        route.addService(watch);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        waits.endRoute(routeId, suspendOnly);
    }

    /** What comes from now on comes after it was resumed. */
    @Override
    public void onSuspend(Route route) {
        waits.routeIsBack(routeId);
    }
}
