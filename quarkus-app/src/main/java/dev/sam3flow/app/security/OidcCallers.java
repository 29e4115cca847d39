package dev.sam3flow.app.security;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * People from OpenID Connect as callers: the tenant is a claim of their token, the scopes are their roles. Without a tenant they
 * are nobody here, and their roles count for nothing.
 */
@Singleton
public class OidcCallers implements SecurityIdentityAugmentor {
    private final SecurityConfig config;

    OidcCallers(SecurityConfig config) {
        this.config = config;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()
                || identity.getAttribute(CallerIdentities.CALLER) != null
                || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Object tenant = token.getClaim(config.tenantClaim());
        Set<Scope> scopes = Arrays.stream(Scope.values())
                .filter(scope -> identity.hasRole(scope.role()))
                .collect(Collectors.toSet());
        if (tenant == null || !isTenant(tenant.toString())) {
            return Uni.createFrom()
                    .item(QuarkusSecurityIdentity.builder()
                            .setPrincipal(identity.getPrincipal())
                            .addAttributes(identity.getAttributes())
                            .addCredentials(identity.getCredentials())
                            .build());
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(
                                CallerIdentities.CALLER,
                                new Caller(tenant.toString(), "person " + token.getName(), scopes))
                        .build());
    }

    private static boolean isTenant(String text) {
        try {
            return new JobId(text, "x").tenant().equals(text);
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
