package dev.sam3flow.client;

import dev.sam3flow.client.download.Resolver;
import dev.sam3flow.client.internal.Provider;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider over HTTP. Safe for use by many threads; nothing is sent before the first call.
 *
 * <p>A submit is exactly one POST on a connection of its own. It throws {@code UnavailableException} only where no connection
 * could be made, so that nothing was sent. All other calls are asked again a few times by themselves.
 */
public final class WaveSpeedClient implements PredictionService {
    private final WaveSpeedSettings settings;
    private final Provider provider;

    public WaveSpeedClient(WaveSpeedSettings settings) {
        this(settings, Resolver.SYSTEM, Clock.systemUTC());
    }

    WaveSpeedClient(WaveSpeedSettings settings, Resolver resolver, Clock clock) {
        this.settings = settings;
        this.provider = new Provider(settings, resolver, clock);
    }

    /** {@inheritDoc} Names the model where it is not the usual one: another model's masks are no answer. */
    @Override
    public String endpoint() {
        String base = settings.baseUrl().toString();
        return settings.model().equals(WaveSpeedSettings.MODEL) ? base : base + "/" + settings.model();
    }

    /** True where it is asked on this machine, as a simulator is. */
    public boolean onThisMachine() {
        return settings.onThisMachine();
    }

    /** True where the settings say so, or an answer has named itself the simulator's. */
    @Override
    public boolean simulated() {
        return settings.simulated() || provider.simulatorSeen();
    }

    @Override
    public URI upload(Path file, String fileName) {
        return provider.upload(file, fileName);
    }

    @Override
    public Prediction submit(PredictionInput input, @Nullable String webhook) {
        AccountLimits limits = settings.limits();
        if (limits == null) {
            return provider.submit(input, webhook);
        }
        Duration wait = limits.tryBegin();
        if (!wait.isZero()) {
            throw new RateLimitedException("submit: the account's own limit is reached; nothing was sent", wait);
        }
        try {
            Prediction begun = provider.submit(input, webhook);
            limits.begun(begun.id());
            return begun;
        } catch (RuntimeException failed) {
            limits.notBegun();
            throw failed;
        }
    }

    @Override
    public Duration untilNextStart() {
        AccountLimits limits = settings.limits();
        return limits == null ? Duration.ZERO : limits.untilNextStart();
    }

    @Override
    public Prediction poll(PredictionId id) {
        Prediction seen = provider.poll(id);
        if (settings.limits() != null) {
            settings.limits().seen(id, seen.status().isTerminal());
        }
        return seen;
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        return provider.fetch(outputs);
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        DeleteOutcome outcome = provider.delete(id);
        if (settings.limits() != null) {
            settings.limits().seen(id, true);
        }
        return outcome;
    }

    @Override
    public List<Prediction> find(TimeWindow window) {
        return provider.find(window);
    }

    @Override
    public List<BillingRow> charges(List<PredictionId> ids) {
        return provider.charges(ids);
    }

    @Override
    public List<BillingRow> charges(TimeWindow window) {
        return provider.charges(window);
    }

    @Override
    public MicroUsd balance() {
        return provider.balance();
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return provider.quote(input);
    }

    /** Base prices of the models that the account may use, by model path. */
    public Map<String, MicroUsd> models() {
        return provider.models();
    }

    /** Asks every documented path variant but the submit whether it is there; creates nothing and spends nothing. */
    public List<PathProbe> probePaths() {
        return provider.probePaths();
    }

    /** The secret that signs webhooks. */
    public WebhookSecret webhookSecret() {
        return WebhookSecret.of(provider.webhookSecret());
    }
}
