package dev.sam3flow.app.wiring;

import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Watches what is posted: every entry counts in {@code sam3_ledger_entries_total} and its amount in
 * {@code sam3_ledger_usd_total}; an adjustment, which says that the provider billed otherwise than it was quoted, is also a
 * warning in the log.
 */
final class MoneyAlarm implements Consumer<LedgerEntry> {
    private static final Logger LOG = Logger.getLogger(MoneyAlarm.class);
    private static final double MICROS = 1_000_000;

    private final MeterRegistry metrics;

    MoneyAlarm(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void accept(LedgerEntry entry) {
        if (entry.kind() == Kind.ADJUST) {
            LOG.warnf(
                    "ALARM: the bill differs from the quote by %s (%s, %s%s); 'sam3 ledger reconcile' says why",
                    entry.amount(), entry.key(), entry.reason(), entry.simulated() ? ", simulated" : "");
        }
        counter("sam3.ledger.entries", entry).increment();
        counter("sam3.ledger.usd", entry).increment(Math.abs(entry.amount().value()) / MICROS);
    }

    private Counter counter(String name, LedgerEntry entry) {
        return Counter.builder(name)
                .tag("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                .tag("sign", entry.amount().isNegative() ? "minus" : "plus")
                .tag("money", entry.simulated() ? "simulated" : "real")
                .register(metrics);
    }
}
