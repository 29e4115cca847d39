package dev.sam3flow.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Written out, it would have a thousand million digits. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e13", "9223372036855"})
    @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anAmountThatIsNoMoneyIsRefusedAtOnce(String usd) {
        assertThatThrownBy(() -> MicroUsd.ofUsd(usd)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void zeroIsZeroWhateverItsExponent() {
        assertThat(MicroUsd.ofUsd("0e999999999")).isEqualTo(MicroUsd.ZERO);
        assertThat(MicroUsd.ofUsd("9223372036854.775807").value()).isEqualTo(Long.MAX_VALUE);
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
