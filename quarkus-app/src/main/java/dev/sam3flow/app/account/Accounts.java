package dev.sam3flow.app.account;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The provider by each account. What talks to it is made when an account's key is first used, and anew when its reference
 * leads to another key. Safe for use by many threads.
 */
public final class Accounts {
    private final Account own;
    private final TenantKeys keys;
    private final Function<ApiKey, Account> maker;
    private final Map<AccountRef, Keyed> made = new ConcurrentHashMap<>();

    /**
     * One account.
     *
     * @param client for what is no part of a job: its webhook secret, its paths
     * @param predictions for jobs
     */
    public record Account(WaveSpeedClient client, PredictionService predictions) {}

    private record Keyed(ApiKey key, Account account) {}

    /**
     * @param own the service's own
     * @param maker makes one of a key
     */
    public Accounts(Account own, TenantKeys keys, Function<ApiKey, Account> maker) {
        this.own = own;
        this.keys = keys;
        this.maker = maker;
    }

    /** Every tenant that has a key of its own, with its account. */
    public Map<String, AccountRef> ofTenants() {
        return keys.accounts();
    }

    /** @throws dev.sam3flow.core.error.InvalidInputException if the tenant has none and may not use the own one */
    public AccountRef of(String tenant) {
        return keys.accountOf(tenant);
    }

    public Account own() {
        return own;
    }

    /** @throws dev.sam3flow.core.error.UnavailableException if the account's key cannot be had now */
    public Account by(AccountRef ref) {
        if (ref.equals(AccountRef.OWN)) {
            return own;
        }
        ApiKey key = keys.resolve(ref);
        return made.compute(
                        ref,
                        (same, old) -> old != null && old.key().equals(key) ? old : new Keyed(key, maker.apply(key)))
                .account();
    }
}
