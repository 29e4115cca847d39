package dev.sam3flow.app.wiring;

import dev.sam3flow.app.account.Accounts;
import dev.sam3flow.app.account.Accounts.Account;
import dev.sam3flow.app.account.TenantKeys;
import dev.sam3flow.app.money.ReusedUploads;
import dev.sam3flow.app.money.UrlSeal;
import dev.sam3flow.app.store.SharedLimits;
import dev.sam3flow.app.store.UploadTable;
import dev.sam3flow.client.AccountLimits;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.SizeLimits;
import dev.sam3flow.client.Timeouts;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.client.WebhookAddress;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.video.FfmpegPrograms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The remote model where there is a key, else the embedded simulator. Nothing is opened before it is first used. */
@Singleton
public class ProviderBeans {
    private static final Logger LOG = Logger.getLogger(ProviderBeans.class);

    private final Sam3Config config;
    private final Instance<FfmpegPrograms> programs;
    private final DatabaseBean database;
    private @Nullable Accounts accounts;

    ProviderBeans(Sam3Config config, Instance<FfmpegPrograms> programs, DatabaseBean database) {
        this.config = config;
        this.programs = programs;
        this.database = database;
    }

    @Produces
    @ApplicationScoped
    PredictionService predictions(@Readiness ProviderHealth health) {
        return new WatchedPredictions(accounts(), health);
    }

    @Produces
    @Singleton
    PromptLimit promptLimit() {
        return new PromptLimit(
                config.provider().promptLimit(), config.provider().promptExcess());
    }

    /** The service's own account, for what is no part of a job: its webhook secret, its paths. */
    public WaveSpeedClient account() {
        return accounts().own().client();
    }

    /**
     * The own account and those of tenants.
     *
     * @throws InvalidInputException if a tenant's reference is none, or there is one and no own account
     */
    public synchronized Accounts accounts() {
        if (accounts == null) {
            TenantKeys keys = new TenantKeys(references(), config.provider().requireTenantKey(), System::getenv);
            Optional<ApiKey> key = config.provider().apiKey().map(ApiKey::of);
            Account own = key.map(this::own).orElseGet(this::embedded);
            accounts = new Accounts(own, keys, this::remote);
        }
        return accounts;
    }

    private Map<String, String> references() {
        Map<String, String> references = new TreeMap<>();
        config.tenant().forEach((tenant, set) -> set.provider().keyRef().ifPresent(ref -> references.put(tenant, ref)));
        if (!references.isEmpty() && config.provider().apiKey().isEmpty()) {
            throw new InvalidInputException(
                    "tenants " + references.keySet() + " have a provider.key-ref, and there is no"
                            + " WAVESPEED_API_KEY: set one too, the service needs it for what is no tenant's");
        }
        return references;
    }

    private Account embedded() {
        EmbeddedSimulator started = new EmbeddedSimulator(config.provider().simulatorDelay(), programs.get());
        return new Account(started.client(), started);
    }

    private Account own(ApiKey key) {
        Account own = remote(key);
        if (own.client().onThisMachine()) {
            recogniseSimulator(own.client());
        }
        return own;
    }

    private Account remote(ApiKey key) {
        WaveSpeedClient client = new WaveSpeedClient(settings(config.provider(), key, limits(key)));
        if (!config.provider().reuseUploads()) {
            return new Account(client, client);
        }
        UrlSeal seal = new UrlSeal(key, client.endpoint());
        UploadTable uploads = new UploadTable(database.get(), seal.account());
        return new Account(client, new ReusedUploads(client, uploads, seal, Clock.systemUTC()));
    }

    /** All processes of one database keep an account's limits together. */
    private AccountLimits limits(ApiKey key) {
        Sam3Config.Provider provider = config.provider();
        UrlSeal seal = new UrlSeal(key, provider.baseUrl());
        return new SharedLimits(
                database::get, seal.account(), provider.startsPerMinute(), provider.inFlight(), Clock.systemUTC());
    }

    /**
     * @param limits of the account
     * @throws dev.sam3flow.core.error.InvalidInputException if a setting is not to be used
     */
    static WaveSpeedSettings settings(Sam3Config.Provider provider, ApiKey key, AccountLimits limits) {
        Timeouts usual = Timeouts.DEFAULTS;
        SizeLimits sizes = SizeLimits.DEFAULTS;
        WaveSpeedSettings.Builder builder = WaveSpeedSettings.builder(key)
                .baseUrl(URI.create(provider.baseUrl()))
                .model(provider.model())
                .paths(ApiPath.ofOptions(provider.paths()))
                .billingUnit(provider.billingUnit())
                .promptLimit(new PromptLimit(provider.promptLimit(), provider.promptExcess()))
                .timeouts(new Timeouts(
                        usual.connect(),
                        provider.callTimeout(),
                        provider.submitTimeout(),
                        usual.idle(),
                        usual.transfer()))
                .sizes(new SizeLimits(provider.maxUploadBytes(), sizes.outputBytes(), sizes.answerBytes()));
        // the account's limits are those of a level that is paid for
        return builder.build().onThisMachine()
                ? builder.build()
                : builder.limits(limits).build();
    }

    /**
     * Makes the URL that is called back for a marker; null where none is wanted.
     *
     * @throws InvalidInputException if the provider would never call it
     */
    static @Nullable UnaryOperator<String> webhook(Sam3Config config) {
        String url = config.webhook().url().orElse(null);
        if (url == null) {
            return null;
        }
        WebhookAddress address = new WebhookAddress(URI.create(url));
        if (config.provider().apiKey().isPresent()) {
            address.reachableFrom(URI.create(config.provider().baseUrl()));
        }
        return address::urlFor;
    }

    /** A simulator names itself in every answer, and no money may be booked as real before the first one. */
    private static void recogniseSimulator(WaveSpeedClient client) {
        try {
            client.balance();
        } catch (Sam3Exception e) {
            LOG.debugf("no balance from %s: %s", client.endpoint(), e.getMessage());
        }
    }

    void close(@Disposes PredictionService service) throws Exception {
        if (service instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
