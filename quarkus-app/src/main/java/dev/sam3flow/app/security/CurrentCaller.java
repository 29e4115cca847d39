package dev.sam3flow.app.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request under way. */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws io.quarkus.security.UnauthorizedException if nobody has signed in */
    public Caller get() {
        Caller caller = orNull();
        if (caller == null) {
            throw new io.quarkus.security.UnauthorizedException("sign in, or send an API key");
        }
        return caller;
    }

    public @Nullable Caller orNull() {
        return identity.getAttribute(CallerIdentities.CALLER);
    }

    public String tenant() {
        return get().tenant();
    }
}
