package dev.sam3flow.app.money;

import dev.sam3flow.client.WebhookSecret;
import dev.sam3flow.core.error.Sam3Exception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that callbacks may be signed with: the provider's present one, asked for when it is first needed, and the one
 * before it for a day after a change. Safe for use by many threads.
 */
public final class WebhookSecrets {
    private static final Logger LOG = Logger.getLogger(WebhookSecrets.class);
    private static final Duration OLD_ONE_COUNTS = Duration.ofDays(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Supplier<WebhookSecret> provider;
    private final Clock clock;
    private @Nullable WebhookSecret present;
    private @Nullable WebhookSecret former;
    private Instant changedAt = Instant.MIN;
    private Instant lookedAt = Instant.MIN;

    /** @param provider asks the provider for its present secret */
    public WebhookSecrets(Supplier<WebhookSecret> provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /** Those in force; empty while the provider has never told one. */
    public synchronized List<WebhookSecret> inForce() {
        if (present == null) {
            refresh();
        }
        List<WebhookSecret> secrets = new ArrayList<>();
        if (present != null) {
            secrets.add(present);
        }
        if (former != null && changedAt.plus(OLD_ONE_COUNTS).isAfter(clock.instant())) {
            secrets.add(former);
        }
        return secrets;
    }

    /** Asks the provider again, at most once a minute: forged callbacks must not become calls. @return true if it changed */
    public synchronized boolean refresh() {
        if (lookedAt.isAfter(clock.instant().minus(BETWEEN_LOOKS))) {
            return false;
        }
        lookedAt = clock.instant();
        try {
            WebhookSecret told = provider.get();
            if (present != null && told.equals(present)) {
                return false;
            }
            former = present;
            present = told;
            changedAt = clock.instant();
            return true;
        } catch (Sam3Exception e) {
            LOG.warnf("the provider does not tell its webhook secret: %s", e.getMessage());
            return false;
        }
    }
}
