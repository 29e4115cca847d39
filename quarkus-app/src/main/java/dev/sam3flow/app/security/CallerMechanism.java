package dev.sam3flow.app.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Lets API keys in by {@code Authorization: Bearer sam3_…} and the console's sessions by their cookie, before OpenID Connect. */
@Singleton
public class CallerMechanism implements HttpAuthenticationMechanism {
    public static final String COOKIE = "sam3_session";

    private static final String BEARER = "bearer ";
    private static final int BEFORE_OTHERS = 5000;

    private final SecurityConfig config;
    private final Buckets wrongKeys;

    CallerMechanism(SecurityConfig config) {
        this.config = config;
        wrongKeys = new Buckets(config.wrongKeysPerMinute(), System::nanoTime);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (!config.on()) {
            return Uni.createFrom().item(CallerIdentities.identity(CallerIdentities.LOCAL));
        }
        Optional<CallerRequest> shown = shown(context);
        if (shown.isEmpty()) {
            return Uni.createFrom().optional(Optional.empty());
        }
        String address = address(context);
        if (wrongKeys.isEmpty(address)) {
            return Uni.createFrom().failure(new AuthenticationFailedException("too many wrong keys from this address"));
        }
        return providers
                .authenticate(HttpSecurityUtils.setRoutingContextAttribute(shown.get(), context))
                .onFailure(AuthenticationFailedException.class)
                .invoke(() -> wrongKeys.take(address));
    }

    private static Optional<CallerRequest> shown(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            boolean ours = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && header.startsWith(Secrets.PREFIX, BEARER.length());
            return ours ? Optional.of(new CallerRequest(header.substring(BEARER.length()), false)) : Optional.empty();
        }
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? Optional.empty() : Optional.of(new CallerRequest(cookie.getValue(), true));
    }

    private static String address(RoutingContext context) {
        return context.request().remoteAddress() == null
                ? ""
                : String.valueOf(context.request().remoteAddress().hostAddress());
    }

    /** A cookie whose session has ended is taken away, so that the page can be seen on which to sign in again. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (context.request().getCookie(COOKIE) != null) {
            context.response()
                    .putHeader(HttpHeaders.SET_COOKIE, COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
        }
        boolean blocked = wrongKeys.isEmpty(address(context));
        if (blocked) {
            context.response().putHeader("Retry-After", "60");
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"sam3flow\"");
        }
        Answers.problem(
                context,
                blocked ? 429 : 401,
                blocked ? "too-many-wrong-keys" : "not-signed-in",
                blocked
                        ? "too many wrong keys came from this address: wait a minute"
                        : "send 'Authorization: Bearer sam3_…' with a valid API key, or sign in at /console/");
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"sam3flow\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(CallerRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer", "sam3"));
    }

    @Override
    public int getPriority() {
        return BEFORE_OTHERS;
    }
}
