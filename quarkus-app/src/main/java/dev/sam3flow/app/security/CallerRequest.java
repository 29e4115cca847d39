package dev.sam3flow.app.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** What a caller shows to be let in. */
final class CallerRequest extends BaseAuthenticationRequest {
    private final String credential;
    private final boolean session;

    /** @param session true for a session's token, false for an API key */
    CallerRequest(String credential, boolean session) {
        this.credential = credential;
        this.session = session;
    }

    String credential() {
        return credential;
    }

    boolean isSession() {
        return session;
    }
}
