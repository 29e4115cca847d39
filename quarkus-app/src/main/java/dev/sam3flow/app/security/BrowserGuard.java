package dev.sam3flow.app.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages from acting through a person's browser: what changes something must come from our own page, and while
 * security is off the service answers only to this machine's names, so that no foreign name can be pointed at it.
 */
@Singleton
public class BrowserGuard {
    /** Sent by our own page with every change; another site's page cannot send it unasked. */
    static final String OWN_PAGE = "X-Sam3-Console";

    private static final int BEFORE_AUTHENTICATION = 900;
    private static final Set<String> CHANGES_NOTHING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String WEBHOOKS = "/api/v1/webhooks/";

    private final SecurityConfig config;

    BrowserGuard(SecurityConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean webhook = request.path().startsWith(WEBHOOKS);
        String host = request.authority() == null ? "" : request.authority().host();
        if (!config.on() && !webhook && !THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT))) {
            Answers.problem(
                    context,
                    421,
                    "wrong-host",
                    "security is off, and so this service answers to localhost and 127.0.0.1 alone: set SAM3_SECURITY_MODE=on");
            return;
        }
        String wrong = webhook || CHANGES_NOTHING.contains(request.method().name()) ? null : foreign(request);
        if (wrong != null) {
            Answers.problem(context, 403, "foreign-page", wrong);
        } else if (request.path().startsWith("/q/metrics") && config.on() && !mayScrape(request)) {
            Answers.problem(
                    context,
                    403,
                    "metrics-closed",
                    "send the bearer token of SAM3_SECURITY_METRICS_TOKEN; without one the metrics are closed");
        } else {
            context.next();
        }
    }

    private static @Nullable String foreign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return "the request comes from another site's page";
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !sameAuthority(origin, request)) {
            return "the request's Origin is not this service";
        }
        boolean byCookie = request.getHeader("Authorization") == null && request.getHeader("Cookie") != null;
        return byCookie && request.getHeader(OWN_PAGE) == null
                ? "a change by cookie needs the header " + OWN_PAGE + ": 1"
                : null;
    }

    private static boolean sameAuthority(String origin, HttpServerRequest request) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean mayScrape(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return config.metricsToken().isPresent()
                && header != null
                && Secrets.equal(header, "Bearer " + config.metricsToken().get());
    }
}
