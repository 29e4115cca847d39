package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.FolderBlobStore;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcJobDesk;
import dev.sam3flow.app.store.JdbcJobStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Everything that is kept. */
@Singleton
public class StoreBeans {
    @Produces
    @ApplicationScoped
    PostedLedger ledger(DatabaseBean database, Sam3Config config, MeterRegistry metrics) {
        Budgets budgets = new Budgets(
                config.budget().tenant().map(MicroUsd::ofUsd),
                config.budget().day().map(MicroUsd::ofUsd),
                config.budget().month().map(MicroUsd::ofUsd));
        return new JdbcLedger(database.get(), budgets, Clock.systemUTC(), new MoneyAlarm(metrics));
    }

    @Produces
    @ApplicationScoped
    AttemptStore attempts(DatabaseBean database) {
        return new JdbcAttemptStore(database.get());
    }

    @Produces
    @ApplicationScoped
    JobDesk desk(DatabaseBean database) {
        return new JdbcJobDesk(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JobStore jobs(DatabaseBean database) {
        return new JdbcJobStore(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    BlobStore blobs(Sam3Config config) {
        return new FolderBlobStore(config.dataDir().resolve("blobs"));
    }
}
