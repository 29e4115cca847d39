package dev.sam3flow.app.store;

import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.port.Ledger;
import java.time.Instant;
import java.util.List;

/** A ledger that also tells when its entries were posted. */
public interface PostedLedger extends Ledger {
    /** An entry and when it was posted. */
    record Posted(Instant at, LedgerEntry entry) {}

    /** A tenant's entries posted before a time, in the order they were posted. */
    List<Posted> postedBefore(String tenant, Instant before);

    /** Everybody who has an entry, in order of names. */
    List<String> tenants();
}
