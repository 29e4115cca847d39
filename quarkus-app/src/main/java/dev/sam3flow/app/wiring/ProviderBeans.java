package dev.sam3flow.app.wiring;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.RateLimits;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.video.FfmpegPrograms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jboss.logging.Logger;

/** The provider: the real one where there is a key, else the embedded simulator. */
@Singleton
public class ProviderBeans {
    private static final Logger LOG = Logger.getLogger(ProviderBeans.class);

    @Produces
    @ApplicationScoped
    PredictionService predictions(Sam3Config config, FfmpegPrograms programs) {
        Sam3Config.Provider provider = config.provider();
        if (provider.apiKey().isEmpty()) {
            return new EmbeddedSimulator(provider.simulatorDelay(), programs);
        }
        WaveSpeedSettings settings = WaveSpeedSettings.builder(
                        ApiKey.of(provider.apiKey().get()))
                .baseUrl(URI.create(provider.baseUrl()))
                .build();
        if (!settings.onThisMachine()) {
            return new WaveSpeedClient(limited(settings, provider));
        }
        WaveSpeedClient client = new WaveSpeedClient(settings);
        recogniseSimulator(client);
        return client;
    }

    private static WaveSpeedSettings limited(WaveSpeedSettings settings, Sam3Config.Provider provider) {
        return WaveSpeedSettings.builder(settings.apiKey())
                .baseUrl(settings.baseUrl())
                .limits(new RateLimits(provider.startsPerMinute(), provider.inFlight()))
                .build();
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
