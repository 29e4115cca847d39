package dev.sam3flow.app.account;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.AccountRef;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tenants have a provider key of their own, and where it is found; the keys themselves are not kept. */
public final class TenantKeys {
    private final Map<String, KeyReference> references = new TreeMap<>();
    private final boolean required;
    private final UnaryOperator<@Nullable String> environment;

    /**
     * @param references by tenant, such as {@code "env:ACME_KEY"} or {@code "file:/run/secrets/acme"}
     * @param required whether a tenant without one is refused, where else it uses the own account
     * @param environment the value of a variable; null where it is not set
     * @throws InvalidInputException naming the tenant, if what it is given is no reference
     */
    public TenantKeys(Map<String, String> references, boolean required, UnaryOperator<@Nullable String> environment) {
        references.forEach((tenant, text) ->
                this.references.put(tenant, KeyReference.of("the provider.key-ref of tenant " + tenant, text)));
        this.required = required;
        this.environment = environment;
    }

    /** Every tenant that has a key of its own, with its account. */
    Map<String, AccountRef> accounts() {
        Map<String, AccountRef> accounts = new TreeMap<>();
        references.forEach((tenant, reference) -> accounts.put(tenant, reference.account()));
        return accounts;
    }

    /** @throws InvalidInputException if it has none and none is refused */
    AccountRef accountOf(String tenant) {
        KeyReference reference = references.get(tenant);
        if (reference != null) {
            return reference.account();
        }
        if (required) {
            throw new InvalidInputException("tenant " + tenant + " has no provider key of its own, and may not use the"
                    + " service's: whoever runs the service sets sam3.tenant.\"" + tenant + "\".provider.key-ref");
        }
        return AccountRef.OWN;
    }

    /**
     * The key as it is now; of an account that no tenant has any more too, for what was sent by it.
     *
     * @throws UnavailableException if it cannot be had, naming tenants and reference
     */
    ApiKey resolve(AccountRef account) {
        String tenants = references.entrySet().stream()
                .filter(entry -> entry.getValue().account().equals(account))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String whose = tenants.isEmpty()
                ? "a provider key that predictions were sent by, and that no tenant has any more,"
                : "the provider key of tenant " + tenants;
        return KeyReference.of(whose, account.value()).resolve(whose, environment);
    }
}
