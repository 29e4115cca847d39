package dev.sam3flow.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobAccountTest {
    private static final JobId JOB = new JobId("acme", "street");
    private static final AttemptKey FIRST = new AttemptKey(JOB, 1, 1);
    private static final AttemptKey ELEVENTH = new AttemptKey(JOB, 1, 11);
    private static final PredictionId PREDICTION = new PredictionId("p1");
    private static final MicroUsd PRICE = MicroUsd.ofUsd("0.10");

    private final List<LedgerEntry> ledger = new ArrayList<>();

    private JobAccount account() {
        return new JobAccount(JOB, false, ledger);
    }

    private void post(List<LedgerEntry> entries) {
        ledger.addAll(entries);
    }

    private static BillingRow row(String uuid, BillingRow.Kind kind, String usd) {
        return new BillingRow(uuid, kind, MicroUsd.ofUsd(usd), Instant.EPOCH, true, PREDICTION);
    }

    @Test
    void aReservationMadeTwiceIsOneReservation() {
        post(account().reserve(FIRST, PRICE));

        assertThat(account().reserve(FIRST, PRICE)).isEmpty();
    }

    @Test
    void theEleventhAttemptIsNotTakenForTheFirst() {
        post(account().reserve(ELEVENTH, PRICE));

        assertThat(account().held(FIRST)).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void whatWasGivenBackCanBeReservedAgainUnderAKeyOfItsOwn() {
        post(account().reserve(FIRST, PRICE));
        post(account().release(FIRST, "cancelled"));

        List<LedgerEntry> again = account().reserve(FIRST, PRICE);

        assertThat(again).extracting(LedgerEntry::key).containsExactly("acme/street/1/1/reserve#1");
    }

    @Test
    void aChargeGivesBackWhatWasHeldForIt() {
        post(account().reserve(FIRST, PRICE));
        post(account().charge(FIRST, PREDICTION, PRICE));

        Balance balance = Balance.ZERO;
        for (LedgerEntry entry : ledger) {
            balance = balance.with(entry);
        }
        assertThat(balance).isEqualTo(new Balance(MicroUsd.ZERO, PRICE));
    }

    @Test
    void anAttemptIsChargedOnce() {
        post(account().charge(FIRST, PREDICTION, PRICE));

        assertThat(account().charge(FIRST, PREDICTION, PRICE)).isEmpty();
    }

    @Test
    void aBillThatIsAsChargedChangesNothing() {
        post(account().charge(FIRST, PREDICTION, PRICE));

        assertThat(account().settle(FIRST, PREDICTION, List.of(row("r1", BillingRow.Kind.DEDUCT, "0.10"))))
                .isEmpty();
    }

    @Test
    void aSmallerBillIsAnAdjustmentOnce() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        List<BillingRow> rows = List.of(row("r1", BillingRow.Kind.DEDUCT, "0.07"));
        post(account().settle(FIRST, PREDICTION, rows));

        assertThat(account().spent(FIRST)).isEqualTo(MicroUsd.ofUsd("0.07"));
        assertThat(account().settle(FIRST, PREDICTION, rows)).isEmpty();
    }

    @Test
    void aBillThatChangesAfterwardsIsFollowed() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        post(account().settle(FIRST, PREDICTION, List.of(row("r1", BillingRow.Kind.DEDUCT, "0.07"))));
        post(account().settle(FIRST, PREDICTION, List.of(row("r1", BillingRow.Kind.DEDUCT, "0.12"))));

        assertThat(account().spent(FIRST)).isEqualTo(MicroUsd.ofUsd("0.12"));
    }

    @Test
    void aRefundOfAFailedPredictionIsPostedOnceForItsRow() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        List<BillingRow> rows =
                List.of(row("r1", BillingRow.Kind.DEDUCT, "0.10"), row("r2", BillingRow.Kind.REFUND, "0.10"));
        post(account().settle(FIRST, PREDICTION, rows));

        assertThat(account().spent(FIRST)).isEqualTo(MicroUsd.ZERO);
        assertThat(ledger).filteredOn(entry -> entry.kind() == Kind.REFUND).hasSize(1);
        assertThat(account().settle(FIRST, PREDICTION, rows)).isEmpty();
    }

    /** The charge is taken when a prediction is created, and finalised later. */
    @Test
    void aRowThatMayStillChangeIsNoReasonToAdjust() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        BillingRow provisional =
                new BillingRow("r1", BillingRow.Kind.DEDUCT, MicroUsd.ofUsd("0.50"), Instant.EPOCH, false, PREDICTION);

        assertThat(account().settle(FIRST, PREDICTION, List.of(provisional))).isEmpty();
        assertThat(JobAccount.isFinal(List.of(provisional))).isFalse();
    }

    @Test
    void anAdjustmentForADiscountNamesTheListPrice() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        BillingRow discounted = new BillingRow(
                "r1",
                BillingRow.Kind.DEDUCT,
                MicroUsd.ofUsd("0.09"),
                Instant.EPOCH,
                true,
                PREDICTION,
                MicroUsd.ofUsd("0.10"),
                null);

        List<LedgerEntry> missing = account().settle(FIRST, PREDICTION, List.of(discounted));

        assertThat(missing).singleElement().satisfies(entry -> {
            assertThat(entry.amount()).isEqualTo(MicroUsd.ofUsd("-0.01"));
            assertThat(entry.reason()).isEqualTo("p1: billed $0.09, discounted from $0.10");
        });
    }

    @Test
    void aRefundHoursLaterIsPostedOnTopOfWhatWasSettled() {
        post(account().charge(FIRST, PREDICTION, PRICE));
        BillingRow taken = row("r1", BillingRow.Kind.DEDUCT, "0.07");
        post(account().settle(FIRST, PREDICTION, List.of(taken)));

        post(account().settle(FIRST, PREDICTION, List.of(taken, row("r2", BillingRow.Kind.REFUND, "0.07"))));

        assertThat(account().spent(FIRST)).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aMissingRowIsNoReasonToAdjustBecauseRowsLag() {
        post(account().charge(FIRST, PREDICTION, PRICE));

        assertThat(account().settle(FIRST, PREDICTION, List.of())).isEmpty();
    }

    @Test
    void atTheEndAllIsGivenBackButWhatMayStillBeOwed() {
        post(account().reserve(FIRST, PRICE));
        post(account().reserve(ELEVENTH, PRICE));

        post(account().releaseAllBut(Set.of(ELEVENTH), "the job ended"));

        assertThat(account().held(FIRST)).isEqualTo(MicroUsd.ZERO);
        assertThat(account().held(ELEVENTH)).isEqualTo(PRICE);
    }
}
