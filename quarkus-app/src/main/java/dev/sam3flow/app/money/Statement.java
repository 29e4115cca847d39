package dev.sam3flow.app.money;

import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.app.store.PostedLedger.Posted;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A tenant's month, in UTC, of either real or simulated money.
 *
 * @param opening what was held and spent before the month
 * @param lines the month's entries in the order they were posted
 * @param closing what is held and spent at its end: opening plus lines
 */
public record Statement(
        String tenant, YearMonth month, boolean simulated, Balance opening, List<Posted> lines, Balance closing) {

    public static Statement of(PostedLedger ledger, String tenant, YearMonth month, boolean simulated) {
        Instant from = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        List<Posted> all = ledger.postedBefore(tenant, to).stream()
                .filter(posted -> posted.entry().simulated() == simulated)
                .toList();
        List<Posted> before =
                all.stream().filter(posted -> posted.at().isBefore(from)).toList();
        List<Posted> within =
                all.stream().filter(posted -> !posted.at().isBefore(from)).toList();
        return new Statement(tenant, month, simulated, balance(before), within, balance(all));
    }

    private static Balance balance(List<Posted> lines) {
        Balance balance = Balance.ZERO;
        for (Posted posted : lines) {
            balance = balance.with(posted.entry());
        }
        return balance;
    }

    /** Sum of the month's entries of a kind. */
    public MicroUsd sum(Kind kind) {
        return lines.stream()
                .map(Posted::entry)
                .filter(entry -> entry.kind() == kind)
                .map(LedgerEntry::amount)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
    }

    /** What the month came to: charges, refunds and adjustments. */
    public MicroUsd due() {
        return closing.spent().minus(opening.spent());
    }
}
