package dev.sam3flow.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.money.PriceList.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
    @ParameterizedTest
    @CsvSource({
        "0, 50000",
        "4999000, 50000",
        "5000000, 50000",
        "5000001, 100000",
        "12300000, 150000",
        "60000000, 600000",
        "300000000, 3000000",
        "599999000, 6000000",
        "600000000, 6000000",
        "600001000, 6050000"
    })
    void everyStartedUnitOfFiveSecondsCostsFiveCents(long micros, long microUsd) {
        assertThat(PriceList.PUBLISHED.charge(micros)).isEqualTo(new MicroUsd(microUsd));
    }

    @ParameterizedTest
    @CsvSource({"STARTED_UNITS, 150000", "STARTED_SECONDS, 130000", "EXACT, 123000"})
    void theThreePublishedReadingsDifferForTwelvePointThreeSeconds(Rounding rounding, long microUsd) {
        PriceList prices = new PriceList(new MicroUsd(50_000), 5_000_000, 600_000_000, rounding);
        assertThat(prices.charge(12_300_000)).isEqualTo(new MicroUsd(microUsd));
    }

    @Test
    void agreesWithExactDecimalArithmeticOnRandomLengths() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            long micros = Math.floorMod(random.nextLong(), 600_000_001L);
            BigDecimal units = new BigDecimal(micros).divide(new BigDecimal(5_000_000), 0, RoundingMode.CEILING);
            BigDecimal expected = units.max(BigDecimal.ONE).multiply(new BigDecimal(50_000));
            assertThat(PriceList.PUBLISHED.charge(micros).value()).isEqualTo(expected.longValueExact());
        }
    }

    @Test
    void refusesANegativeLength() {
        assertThatThrownBy(() -> PriceList.PUBLISHED.charge(-1).value()).isInstanceOf(IllegalArgumentException.class);
    }
}
