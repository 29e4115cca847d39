package dev.sam3flow.app.security;

import dev.sam3flow.app.store.JdbcApiKeys;
import dev.sam3flow.app.store.JdbcApiKeys.StoredKey;
import dev.sam3flow.core.error.RateLimitedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Signing in with a key, guarded against guessing. */
@Singleton
public class SignIns {
    private final JdbcApiKeys keys;
    private final CallerIdentities identities;
    private final Buckets wrongKeys;

    SignIns(JdbcApiKeys keys, CallerIdentities identities, SecurityConfig config) {
        this.keys = keys;
        this.identities = identities;
        wrongKeys = new Buckets(config.wrongKeysPerMinute(), System::nanoTime);
    }

    /**
     * The valid key of a text.
     *
     * @throws UnauthorizedException if it is none
     * @throws RateLimitedException if the address has shown too many that were none
     */
    public StoredKey check(String address, String text) {
        if (wrongKeys.isEmpty(address)) {
            throw new RateLimitedException("too many wrong keys came from this address", Duration.ofMinutes(1));
        }
        return Secrets.parse(text.strip()).flatMap(keys::authenticate).orElseThrow(() -> {
            wrongKeys.take(address);
            return new UnauthorizedException("this key is not valid");
        });
    }

    /** A session that was closed is not believed any longer. */
    public void forget() {
        identities.forget();
    }
}
