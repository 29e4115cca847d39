package dev.sam3flow.app.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who is let in. */
@ConfigMapping(prefix = "sam3.security")
public interface SecurityConfig {
    /** Off lets everybody in as the default tenant, and listens on this machine alone. */
    @WithDefault("off")
    Mode mode();

    /** People sign in at an OpenID Connect provider; {@code quarkus.oidc.*} names it. */
    @WithDefault("false")
    boolean oidc();

    /** The claim that names a person's tenant. */
    @WithDefault("tenant")
    String tenantClaim();

    /** How long a sign-in to the console with an API key lasts. */
    @WithDefault("12h")
    Duration session();

    /** Requests a minute that a caller may make. */
    @WithDefault("6000")
    int requestsPerMinute();

    /** Wrong keys a minute that an address may try. */
    @WithDefault("20")
    int wrongKeysPerMinute();

    /** What a scraper of {@code /q/metrics} sends as its bearer token; without one they are closed while security is on. */
    Optional<String> metricsToken();

    /** Whether callers have to say who they are. */
    enum Mode {
        OFF,
        ON
    }

    default boolean on() {
        return mode() == Mode.ON;
    }
}
