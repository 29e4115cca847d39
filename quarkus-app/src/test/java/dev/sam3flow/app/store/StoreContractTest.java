package dev.sam3flow.app.store;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.AttemptStoreContract;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobDeskContract;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStoreContract;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.LedgerContract;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** Both databases keep the same contracts. */
class StoreContractTest {
    static Ledger ledger(DataSource source, @Nullable MicroUsd tenantBudget) {
        Budgets budgets = new Budgets(Optional.ofNullable(tenantBudget), Optional.empty(), Optional.empty());
        return new JdbcLedger(new Database(source), budgets, Clock.systemUTC());
    }

    @Nested
    class EmbeddedLedger extends LedgerContract {
        @Override
        protected Ledger emptyLedger(@Nullable MicroUsd tenantBudget) {
            return ledger(TestDatabases.freshH2(), tenantBudget);
        }
    }

    @Nested
    class PostgresLedger extends LedgerContract {
        @Override
        protected Ledger emptyLedger(@Nullable MicroUsd tenantBudget) {
            return ledger(TestDatabases.freshPostgres(), tenantBudget);
        }
    }

    @Nested
    class EmbeddedAttempts extends AttemptStoreContract {
        @Override
        protected AttemptStore emptyStore() {
            return new JdbcAttemptStore(new Database(TestDatabases.freshH2()));
        }
    }

    @Nested
    class PostgresAttempts extends AttemptStoreContract {
        @Override
        protected AttemptStore emptyStore() {
            return new JdbcAttemptStore(new Database(TestDatabases.freshPostgres()));
        }
    }

    @Nested
    class EmbeddedJobs extends JobStoreContract {
        @Override
        protected JobStore emptyStore() {
            return new JdbcJobStore(new Database(TestDatabases.freshH2()), Clock.systemUTC());
        }
    }

    @Nested
    class PostgresJobs extends JobStoreContract {
        @Override
        protected JobStore emptyStore() {
            return new JdbcJobStore(new Database(TestDatabases.freshPostgres()), Clock.systemUTC());
        }
    }

    @Nested
    class EmbeddedDesk extends JobDeskContract {
        @Override
        protected JobDesk emptyDesk(Clock clock) {
            return new JdbcJobDesk(new Database(TestDatabases.freshH2()), clock);
        }
    }

    @Nested
    class PostgresDesk extends JobDeskContract {
        @Override
        protected JobDesk emptyDesk(Clock clock) {
            return new JdbcJobDesk(new Database(TestDatabases.freshPostgres()), clock);
        }
    }
}
