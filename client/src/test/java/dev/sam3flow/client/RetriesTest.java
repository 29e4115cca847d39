package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pauses between tries. */
class RetriesTest {
    private static final Retries RETRIES = new Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(6));

    @Test
    void eachPauseIsTwiceTheOneBeforeUpToTheLongest() {
        assertThat(RETRIES.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RETRIES.pause(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(RETRIES.pause(3, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(RETRIES.pause(4, 0)).isEqualTo(Duration.ofSeconds(6));
        assertThat(RETRIES.pause(10, 0)).isEqualTo(Duration.ofSeconds(6));
    }

    /** Workers that were refused together must not come back together. */
    @Test
    void chanceShortensAPauseByUpToHalf() {
        assertThat(RETRIES.pause(1, 0.5)).isEqualTo(Duration.ofMillis(750));
        assertThat(RETRIES.pause(1, 1)).isEqualTo(Duration.ofMillis(500));
        assertThat(RETRIES.pause(9, 1)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void moreThanTenTriesOrALongestBelowTheFirstAreRefused() {
        assertThatThrownBy(() -> new Retries(11, Duration.ZERO, Duration.ZERO)).hasMessageContaining("0 to 10");
        assertThatThrownBy(() -> new Retries(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("not below the first");
    }
}
