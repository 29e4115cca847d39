package dev.sam3flow.app.wiring;

import dev.sam3flow.app.account.Accounts;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
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
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider by the own account, or another, each of whose answers is told to {@link ProviderHealth}. */
final class WatchedPredictions implements PredictionService, AutoCloseable {
    private final PredictionService provider;
    private final Accounts accounts;
    private final ProviderHealth health;

    WatchedPredictions(Accounts accounts, ProviderHealth health) {
        this(accounts.own().predictions(), accounts, health);
    }

    private WatchedPredictions(PredictionService provider, Accounts accounts, ProviderHealth health) {
        this.provider = provider;
        this.accounts = accounts;
        this.health = health;
    }

    @Override
    public AccountRef accountOf(String tenant) {
        return accounts.of(tenant);
    }

    /** A key that cannot be had is no sign of how the provider is. */
    @Override
    public PredictionService by(AccountRef account) {
        return new WatchedPredictions(accounts.by(account).predictions(), accounts, health);
    }

    @Override
    public String endpoint() {
        return provider.endpoint();
    }

    @Override
    public boolean simulated() {
        return provider.simulated();
    }

    @Override
    public Duration untilNextStart() {
        return provider.untilNextStart();
    }

    @Override
    public URI upload(Path file, String fileName) {
        return health.watch(() -> provider.upload(file, fileName));
    }

    @Override
    public Prediction submit(PredictionInput input, @Nullable String webhook) {
        return health.watch(() -> provider.submit(input, webhook));
    }

    @Override
    public Prediction poll(PredictionId id) {
        return health.watch(() -> provider.poll(id));
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        return health.watch(() -> provider.fetch(outputs));
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        return health.watch(() -> provider.delete(id));
    }

    @Override
    public List<Prediction> find(TimeWindow window) {
        return health.watch(() -> provider.find(window));
    }

    @Override
    public List<BillingRow> charges(List<PredictionId> ids) {
        return health.watch(() -> provider.charges(ids));
    }

    @Override
    public List<BillingRow> charges(TimeWindow window) {
        return health.watch(() -> provider.charges(window));
    }

    @Override
    public MicroUsd balance() {
        return health.watch(provider::balance);
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return health.watch(() -> provider.quote(input));
    }

    @Override
    public void close() throws Exception {
        if (provider instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
