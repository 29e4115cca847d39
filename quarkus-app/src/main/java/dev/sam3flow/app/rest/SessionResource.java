package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.Caller;
import dev.sam3flow.app.security.CallerMechanism;
import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.SecurityConfig;
import dev.sam3flow.app.security.SignIns;
import dev.sam3flow.app.store.JdbcApiKeys;
import dev.sam3flow.app.store.JdbcApiKeys.StoredKey;
import dev.sam3flow.app.wiring.DurableJobs;
import dev.sam3flow.core.error.InvalidInputException;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Provider;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who is signed in to the console. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "session")
public class SessionResource {
    private static final Duration SIGN_OUT = Duration.ofSeconds(10);

    private final SecurityConfig config;
    private final JdbcApiKeys keys;
    private final SignIns signIns;
    private final CurrentCaller caller;
    private final DurableJobs jobs;
    private final Provider<OidcSession> person;

    SessionResource(
            SecurityConfig config,
            JdbcApiKeys keys,
            SignIns signIns,
            CurrentCaller caller,
            DurableJobs jobs,
            Provider<OidcSession> person) {
        this.person = person;
        this.config = config;
        this.keys = keys;
        this.signIns = signIns;
        this.caller = caller;
        this.jobs = jobs;
    }

    /** @param key an API key */
    public record SignIn(@Nullable String key) {}

    /**
     * Who is signed in.
     *
     * @param secured false where everybody is let in
     * @param oidc true where people can sign in at an OpenID Connect provider
     * @param signedIn false where {@code tenant}, {@code name} and {@code scopes} say nothing
     * @param simulated true where no real provider stands behind the jobs
     */
    public record SessionView(
            boolean secured,
            boolean oidc,
            boolean signedIn,
            String tenant,
            String name,
            List<String> scopes,
            boolean simulated) {}

    @GET
    @PermitAll
    @Operation(summary = "Who is signed in")
    public SessionView look() {
        return view(caller.orNull());
    }

    @POST
    @PermitAll
    @Operation(summary = "Signs in to the console with an API key")
    public Response open(@Nullable SignIn signIn, @Context HttpServerRequest request) {
        if (!config.on()) {
            throw new InvalidInputException("security is off: everybody is signed in");
        }
        String address = String.valueOf(request.remoteAddress().hostAddress());
        StoredKey key = signIns.check(address, signIn == null || signIn.key() == null ? "" : signIn.key());
        Caller known = new Caller(key.tenant(), key.shown(), key.scopes());
        return Response.status(201)
                .entity(view(known))
                .cookie(cookie(
                        keys.openSession(key, config.session()),
                        (int) config.session().toSeconds(),
                        request.isSSL() || forwardedByTls(request)))
                .build();
    }

    @DELETE
    @PermitAll
    @Operation(summary = "Signs out")
    public Response close(
            @CookieParam(CallerMechanism.COOKIE) @Nullable String token, @Context HttpServerRequest request) {
        if (token != null) {
            keys.closeSession(token);
            signIns.forget();
        }
        if (config.oidc()) {
            person.get().logout().await().atMost(SIGN_OUT);
        }
        return Response.noContent()
                .cookie(cookie("", 0, request.isSSL() || forwardedByTls(request)))
                .build();
    }

    /** Reached only by who has signed in at the OpenID Connect provider; sends them on to the console. */
    @GET
    @Path("oidc")
    @Authenticated
    @Operation(hidden = true)
    public Response oidc() {
        return Response.seeOther(URI.create("/console/")).build();
    }

    private static boolean forwardedByTls(HttpServerRequest request) {
        return "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private static NewCookie cookie(String token, int seconds, boolean secure) {
        return new NewCookie.Builder(CallerMechanism.COOKIE)
                .value(token)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private SessionView view(@Nullable Caller who) {
        return new SessionView(
                config.on(),
                config.oidc(),
                who != null,
                who == null ? "" : who.tenant(),
                who == null ? "" : who.name(),
                who == null
                        ? List.of()
                        : new TreeSet<>(who.scopes())
                                .stream().map(scope -> scope.role()).toList(),
                who != null && jobs.simulated());
    }
}
