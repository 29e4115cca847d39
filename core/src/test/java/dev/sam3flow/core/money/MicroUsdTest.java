package dev.sam3flow.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MicroUsdTest {
    @Test
    void readsDecimalUsdExactly() {
        assertThat(MicroUsd.ofUsd("0.05")).isEqualTo(new MicroUsd(50_000));
        assertThat(MicroUsd.ofUsd("36")).isEqualTo(new MicroUsd(36_000_000));
        assertThat(MicroUsd.ofUsd("0.000001")).isEqualTo(new MicroUsd(1));
    }

    @Test
    void refusesFractionsOfAMicroUsd() {
        assertThatThrownBy(() -> MicroUsd.ofUsd("0.0000001")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void showsAtLeastTwoDecimalsWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(new MicroUsd(3_000_000)).hasToString("$3.00");
            assertThat(new MicroUsd(123_000)).hasToString("$0.123");
            assertThat(new MicroUsd(-50_000)).hasToString("-$0.05");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void overflowIsAnErrorAndNeverWraps() {
        assertThatThrownBy(() -> new MicroUsd(Long.MAX_VALUE).plus(new MicroUsd(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new MicroUsd(Long.MAX_VALUE).times(2)).isInstanceOf(ArithmeticException.class);
    }
}
