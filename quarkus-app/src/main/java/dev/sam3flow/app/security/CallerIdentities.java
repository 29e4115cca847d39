package dev.sam3flow.app.security;

import dev.sam3flow.app.store.JdbcApiKeys;
import dev.sam3flow.app.store.JdbcApiKeys.StoredKey;
import dev.sam3flow.core.job.JobId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Turns keys and sessions into callers; what was found is believed for three seconds. */
@Singleton
public class CallerIdentities implements IdentityProvider<CallerRequest> {
    static final String CALLER = "sam3flow.caller";
    static final Caller LOCAL = new Caller(JobId.DEFAULT_TENANT, "local", EnumSet.allOf(Scope.class));

    private static final long BELIEVED_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int MOST_BELIEVED = 10_000;

    private final JdbcApiKeys keys;
    private final Map<String, Believed> believed = new ConcurrentHashMap<>();

    private record Believed(StoredKey key, long sinceNanos) {}

    CallerIdentities(JdbcApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Class<CallerRequest> getRequestType() {
        return CallerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CallerRequest request, AuthenticationRequestContext context) {
        String remembered = (request.isSession() ? "s" : "k") + Secrets.hash(request.credential());
        Believed known = believed.get(remembered);
        if (known != null && System.nanoTime() - known.sinceNanos() < BELIEVED_NANOS) {
            return Uni.createFrom().item(identity(known.key()));
        }
        return context.runBlocking(() -> {
            StoredKey key = find(request)
                    .orElseThrow(() -> new AuthenticationFailedException("the key or session is not valid"));
            if (believed.size() >= MOST_BELIEVED) {
                believed.clear();
            }
            believed.put(remembered, new Believed(key, System.nanoTime()));
            return identity(key);
        });
    }

    private Optional<StoredKey> find(CallerRequest request) {
        return request.isSession()
                ? keys.session(request.credential())
                : Secrets.parse(request.credential()).flatMap(keys::authenticate);
    }

    /** Forgets what was believed, so that a session that was closed has ended. */
    void forget() {
        believed.clear();
    }

    private static SecurityIdentity identity(StoredKey key) {
        return identity(new Caller(key.tenant(), key.shown(), key.scopes()));
    }

    static SecurityIdentity identity(Caller caller) {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addAttribute(CALLER, caller);
        caller.scopes().forEach(scope -> identity.addRole(scope.role()));
        return identity.build();
    }
}
