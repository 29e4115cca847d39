package dev.sam3flow.app.wiring;

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
    private @Nullable WaveSpeedClient client;
    private @Nullable EmbeddedSimulator simulator;

    ProviderBeans(Sam3Config config, Instance<FfmpegPrograms> programs, DatabaseBean database) {
        this.config = config;
        this.programs = programs;
        this.database = database;
    }

    @Produces
    @ApplicationScoped
    PredictionService predictions(@Readiness ProviderHealth health) {
        return new WatchedPredictions(reached(), health);
    }

    private PredictionService reached() {
        WaveSpeedClient account = account();
        if (simulator != null) {
            return simulator;
        }
        if (!config.provider().reuseUploads()) {
            return account;
        }
        UrlSeal seal = new UrlSeal(ApiKey.of(config.provider().apiKey().orElseThrow()), account.endpoint());
        return new ReusedUploads(account, new UploadTable(database.get(), seal.account()), seal, Clock.systemUTC());
    }

    @Produces
    @Singleton
    PromptLimit promptLimit() {
        return new PromptLimit(
                config.provider().promptLimit(), config.provider().promptExcess());
    }

    /** The account behind the predictions, for what is no part of a job: its webhook secret, its paths. */
    public synchronized WaveSpeedClient account() {
        if (client == null) {
            client = config.provider().apiKey().isEmpty() ? embedded() : remote();
        }
        return client;
    }

    private WaveSpeedClient embedded() {
        EmbeddedSimulator started = new EmbeddedSimulator(config.provider().simulatorDelay(), programs.get());
        simulator = started;
        return started.client();
    }

    private WaveSpeedClient remote() {
        WaveSpeedSettings settings = settings(config.provider(), shared(config.provider()));
        WaveSpeedClient remote = new WaveSpeedClient(settings);
        if (settings.onThisMachine()) {
            recogniseSimulator(remote);
        }
        return remote;
    }

    /** All processes of one database keep the account's limits together. */
    private AccountLimits shared(Sam3Config.Provider provider) {
        UrlSeal seal = new UrlSeal(ApiKey.of(provider.apiKey().orElseThrow()), provider.baseUrl());
        return new SharedLimits(
                database::get, seal.account(), provider.startsPerMinute(), provider.inFlight(), Clock.systemUTC());
    }

    /**
     * @param limits of the account
     * @throws dev.sam3flow.core.error.InvalidInputException if a setting is not to be used
     */
    static WaveSpeedSettings settings(Sam3Config.Provider provider, AccountLimits limits) {
        Timeouts usual = Timeouts.DEFAULTS;
        SizeLimits sizes = SizeLimits.DEFAULTS;
        WaveSpeedSettings.Builder builder = WaveSpeedSettings.builder(
                        ApiKey.of(provider.apiKey().orElseThrow()))
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
