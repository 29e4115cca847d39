package dev.sam3flow.core.port;

import dev.sam3flow.core.money.MicroUsd;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The stores that other tests stand on keep the contracts too. */
class InMemoryStoresTest {
    @Nested
    class OfMoney extends LedgerContract {
        @Override
        protected Ledger emptyLedger(@Nullable MicroUsd tenantBudget) {
            InMemoryLedger ledger = new InMemoryLedger();
            if (tenantBudget != null) {
                ledger.tenantBudget(tenantBudget);
            }
            return ledger;
        }
    }

    @Nested
    class OfAttempts extends AttemptStoreContract {
        @Override
        protected AttemptStore emptyStore() {
            return new InMemoryAttemptStore();
        }
    }

    @Nested
    class OfJobs extends JobStoreContract {
        @Override
        protected JobStore emptyStore() {
            return new InMemoryJobStore();
        }
    }

    @Nested
    class OfTheDesk extends JobDeskContract {
        @Override
        protected JobDesk emptyDesk(Clock clock) {
            return new InMemoryJobDesk(clock);
        }
    }

    @Nested
    class OfBlobs extends BlobStoreContract {
        @Override
        protected BlobStore emptyStore() {
            return new InMemoryBlobStore();
        }
    }
}
