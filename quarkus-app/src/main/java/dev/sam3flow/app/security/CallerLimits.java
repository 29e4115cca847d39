package dev.sam3flow.app.security;

import jakarta.inject.Singleton;

/** How many requests a caller makes. */
@Singleton
public class CallerLimits {
    private final Buckets requests;

    CallerLimits(SecurityConfig config) {
        requests = new Buckets(config.requestsPerMinute(), System::nanoTime);
    }

    /** Counts one; false where it is one too many. */
    public boolean admits(Caller caller) {
        return requests.take(caller.tenant() + " " + caller.name());
    }
}
