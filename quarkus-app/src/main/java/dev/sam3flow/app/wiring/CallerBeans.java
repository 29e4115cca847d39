package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.JdbcApiKeys;
import dev.sam3flow.app.store.JdbcAudit;
import dev.sam3flow.app.store.JdbcIdempotency;
import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.app.store.LedgerPages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What REST, the console and the keys keep in the database. */
@Singleton
public class CallerBeans {
    @Produces
    @ApplicationScoped
    JdbcApiKeys keys(DatabaseBean database) {
        return new JdbcApiKeys(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JdbcAudit audit(DatabaseBean database) {
        return new JdbcAudit(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JdbcIdempotency idempotency(DatabaseBean database) {
        return new JdbcIdempotency(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JobPages jobPages(DatabaseBean database) {
        return new JobPages(database.get());
    }

    @Produces
    @ApplicationScoped
    LedgerPages ledgerPages(DatabaseBean database) {
        return new LedgerPages(database.get());
    }
}
