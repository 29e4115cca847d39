package dev.sam3flow.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.BillCheck.Line;
import dev.sam3flow.core.attempt.BillCheck.Verdict;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.BillingRow.Kind;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What explains a bill, and what does not. */
class BillCheckTest {
    private static final JobId JOB = new JobId("acme", "street");
    private static final AttemptKey KEY = new AttemptKey(JOB, 0, 1);
    private static final PredictionId ID = new PredictionId("p1");
    private static final MicroUsd QUOTE = MicroUsd.ofUsd("0.15");

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final BillCheck check = new BillCheck(PriceList.PUBLISHED, key -> 12_300_000);

    private JobAccount account() {
        return new JobAccount(JOB, false, ledger);
    }

    private static Attempt attempt(AttemptState state) {
        return new Attempt(KEY, "r", "m", QUOTE, Instant.EPOCH, state);
    }

    private static BillingRow row(Kind kind, String usd, boolean settled) {
        return new BillingRow(kind + usd, kind, MicroUsd.ofUsd(usd), Instant.EPOCH, settled, ID);
    }

    /** A finished attempt that was charged and settled by these rows. */
    private Line settled(BillingRow... rows) {
        ledger.addAll(account().charge(KEY, ID, QUOTE));
        ledger.addAll(account().settle(KEY, ID, List.of(rows)));
        return line(new Finished(ID, PredictionStatus.COMPLETED), rows);
    }

    private Line line(AttemptState state, BillingRow... rows) {
        return check.check(List.of(attempt(state)), account(), List.of(rows)).get(0);
    }

    @Test
    void aBillAsQuotedNeedsNoWords() {
        Line line = settled(row(Kind.DEDUCT, "0.15", true));

        assertThat(line.verdict()).isEqualTo(Verdict.AS_QUOTED);
        assertThat(line.booked()).isEqualTo(line.billed()).isEqualTo(QUOTE);
    }

    @Test
    void anOddAmountIsExplainedByNothingAndFlagged() {
        Line line = settled(row(Kind.DEDUCT, "0.1371", true));

        assertThat(line.verdict()).isEqualTo(Verdict.OTHER_PRICE);
        assertThat(settledOf("0.1372").verdict()).isEqualTo(Verdict.UNEXPLAINED);
        assertThat(Verdict.OTHER_PRICE.explained()).isFalse();
        assertThat(Verdict.UNEXPLAINED.explained()).isFalse();
    }

    private Line settledOf(String usd) {
        ledger.clear();
        return settled(row(Kind.DEDUCT, usd, true));
    }

    @Test
    void aPartialRefundIsNamedWithItsAmounts() {
        Line line = settled(row(Kind.DEDUCT, "0.15", true), row(Kind.REFUND, "0.05", true));

        assertThat(line.verdict()).isEqualTo(Verdict.REFUNDED);
        assertThat(line.note()).isEqualTo("$0.05 of $0.15 given back");
        assertThat(line.booked()).isEqualTo(MicroUsd.ofUsd("0.10"));
    }

    @Test
    void noRowAndARowThatMayChangeAreNotBilledYet() {
        assertThat(settled().note()).isEqualTo("no row yet");
        ledger.clear();
        assertThat(settled(row(Kind.DEDUCT, "0.15", false)).verdict()).isEqualTo(Verdict.NOT_BILLED_YET);
    }

    @Test
    void moneyHeldForWhatIsOverIsFlagged() {
        ledger.addAll(account().reserve(KEY, QUOTE));

        assertThat(line(new Lost("absent")).verdict()).isEqualTo(Verdict.HELD_FOR_NOTHING);
        assertThat(line(new Ambiguous("reset")).verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void everyForeignPredictionIsOneLine() {
        List<BillingRow> rows = List.of(row(Kind.DEDUCT, "0.15", true), row(Kind.REFUND, "0.15", true));

        assertThat(BillCheck.foreign(rows, Set.of())).singleElement().satisfies(line -> {
            assertThat(line.verdict()).isEqualTo(Verdict.FOREIGN);
            assertThat(line.billed()).isEqualTo(MicroUsd.ZERO);
        });
        assertThat(BillCheck.foreign(rows, Set.of(ID))).isEmpty();
    }
}
