package dev.sam3flow.app.wiring;

import dev.sam3flow.app.money.BooksCheck;
import dev.sam3flow.app.money.Callbacks;
import dev.sam3flow.app.money.LateSettlement;
import dev.sam3flow.app.money.NudgeRoute;
import dev.sam3flow.app.money.Reaper;
import dev.sam3flow.app.money.WebhookSecrets;
import dev.sam3flow.app.store.CallbackTable;
import dev.sam3flow.client.WebhookSecret;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;

/** What happens to money outside a running job. */
@Singleton
public class MoneyBeans {
    private final PredictionService predictions;
    private final AttemptStore attempts;
    private final Ledger ledger;
    private final JobStore jobs;

    MoneyBeans(PredictionService predictions, AttemptStore attempts, Ledger ledger, JobStore jobs) {
        this.predictions = predictions;
        this.attempts = attempts;
        this.ledger = ledger;
        this.jobs = jobs;
    }

    @Produces
    @Singleton
    LateSettlement lateSettlement() {
        return new LateSettlement(predictions, attempts, ledger, Clock.systemUTC());
    }

    @Produces
    @Singleton
    Reaper reaper(Sam3Config config) {
        return new Reaper(
                predictions,
                attempts,
                ledger,
                jobs,
                Clock.systemUTC(),
                config.provider().quietPeriod());
    }

    @Produces
    @Singleton
    BooksCheck booksCheck(PriceList prices) {
        return new BooksCheck(predictions, attempts, jobs, ledger, prices, Clock.systemUTC());
    }

    @Produces
    @Singleton
    Callbacks callbacks(Sam3Config config, ProviderBeans provider, DatabaseBean database, NudgeRoute nudge) {
        Supplier<WebhookSecret> secret = () -> config.webhook()
                .secret()
                .map(WebhookSecret::of)
                .orElseGet(() -> provider.account().webhookSecret());
        return new Callbacks(
                new WebhookSecrets(secret, Clock.systemUTC()),
                attempts,
                new CallbackTable(database.get(), Clock.systemUTC()),
                nudge,
                Clock.systemUTC());
    }
}
