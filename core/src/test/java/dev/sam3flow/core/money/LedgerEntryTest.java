package dev.sam3flow.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.money.LedgerEntry.Kind;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {
    @Test
    void aChargeWithTheReleaseOfItsReservationLeavesOnlyWhatWasSpent() {
        Balance balance = Balance.ZERO
                .with(entry(Kind.RESERVE, 600_000))
                .with(entry(Kind.CHARGE, 550_000))
                .with(entry(Kind.RELEASE, -600_000));
        assertThat(balance).isEqualTo(new Balance(MicroUsd.ZERO, new MicroUsd(550_000)));
    }

    @Test
    void aRefundAndAnAdjustmentCountAgainstWhatWasSpent() {
        Balance balance = Balance.ZERO
                .with(entry(Kind.CHARGE, 550_000))
                .with(entry(Kind.ADJUST, 50_000))
                .with(entry(Kind.REFUND, -600_000));
        assertThat(balance.committed()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void refusesAReservationOrChargeBelowZeroAndAReleaseOrRefundAboveIt() {
        for (Kind kind : new Kind[] {Kind.RESERVE, Kind.CHARGE}) {
            assertThatThrownBy(() -> entry(kind, -1)).hasMessageContaining("wrong sign");
        }
        for (Kind kind : new Kind[] {Kind.RELEASE, Kind.REFUND}) {
            assertThatThrownBy(() -> entry(kind, 1)).hasMessageContaining("wrong sign");
        }
    }

    private static LedgerEntry entry(Kind kind, long microUsd) {
        return new LedgerEntry("k", "default", "default/j", kind, new MicroUsd(microUsd), "a reason", true);
    }
}
