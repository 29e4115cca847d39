package dev.sam3flow.app.security;

import java.util.Set;

/**
 * Who asks.
 *
 * @param tenant whose jobs and money it sees; nobody sees another's
 * @param name for the audit, such as {@code "key k3Jx… (nightly)"}
 * @param scopes what it may do
 */
public record Caller(String tenant, String name, Set<Scope> scopes) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
