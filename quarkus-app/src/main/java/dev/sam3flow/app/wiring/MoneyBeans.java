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
import dev.sam3flow.core.prediction.AccountRef;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
        Map<AccountRef, WebhookSecrets> secrets = new ConcurrentHashMap<>();
        return new Callbacks(
                account -> secrets.computeIfAbsent(
                        account,
                        of -> new WebhookSecrets(() -> webhookSecret(config, provider, of), Clock.systemUTC())),
                attempts,
                new CallbackTable(database.get(), Clock.systemUTC()),
                nudge,
                Clock.systemUTC());
    }

    /** The one that is set is the own account's. */
    private static WebhookSecret webhookSecret(Sam3Config config, ProviderBeans provider, AccountRef account) {
        return config.webhook()
                .secret()
                .filter(set -> account.equals(AccountRef.OWN))
                .map(WebhookSecret::of)
                .orElseGet(() -> provider.accounts().by(account).client().webhookSecret());
    }
}
