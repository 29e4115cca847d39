package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.Caller;
import dev.sam3flow.app.security.CallerLimits;
import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.store.JdbcAudit;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Holds every caller to its rate, and writes down what is changed: before it is tried, and how it was answered. */
public class RequestFilters {
    private static final Set<String> CHANGES_NOTHING = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    CurrentCaller current;

    @Inject
    CallerLimits limits;

    @Inject
    JdbcAudit audit;

    @ServerRequestFilter
    @Nullable
    Response before(ContainerRequestContext request) {
        Caller caller = current.orNull();
        if (caller == null) {
            return null;
        }
        if (!limits.admits(caller)) {
            return new Problem("rate-limited", 429, "too many requests by this caller: slow down")
                    .response()
                    .header("Retry-After", "1")
                    .build();
        }
        if (isAudited(request)) {
            append(caller, request, "asked");
        }
        return null;
    }

    @ServerResponseFilter
    void after(ContainerRequestContext request, ContainerResponseContext response) {
        Caller caller = current.orNull();
        if (caller != null && isAudited(request)) {
            Object entity = response.getEntity();
            String title = entity instanceof Problem problem ? " " + problem.title() : "";
            append(caller, request, response.getStatus() + title);
        }
    }

    /** Quotes and uploads change no money. */
    private static boolean isAudited(ContainerRequestContext request) {
        String path = path(request);
        return !CHANGES_NOTHING.contains(request.getMethod())
                && path.startsWith("/api/v1/")
                && !path.startsWith("/api/v1/quotes")
                && !path.startsWith("/api/v1/videos")
                && !path.startsWith("/api/v1/webhooks");
    }

    private void append(Caller caller, ContainerRequestContext request, String outcome) {
        audit.append(caller.tenant(), caller.name(), request.getMethod(), path(request), outcome);
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getPath();
    }
}
