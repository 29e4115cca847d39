package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceRoundingTest {
    @ParameterizedTest
    @CsvSource({
        "STARTED_UNITS, 0, 50000",
        "STARTED_UNITS, 4999000, 50000",
        "STARTED_UNITS, 5000000, 50000",
        "STARTED_UNITS, 5000001, 100000",
        "STARTED_UNITS, 12300000, 150000",
        "STARTED_UNITS, 60000000, 600000",
        "STARTED_UNITS, 599999000, 6000000",
        "STARTED_UNITS, 600000000, 6000000",
        "STARTED_SECONDS, 12300000, 130000",
        "STARTED_SECONDS, 1, 50000",
        "EXACT, 12300000, 123000",
        "EXACT, 1, 50000"
    })
    void fiveSecondsAreFiveCents(PriceRounding rounding, long durationMicros, long price) {
        assertThat(rounding.price(durationMicros, 50_000)).isEqualTo(price);
    }
}
