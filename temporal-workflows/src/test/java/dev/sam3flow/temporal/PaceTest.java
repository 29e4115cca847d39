package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void looksBeginAtTheShortestTimeAndGrowToTheLongest() {
        assertThat(IntStream.of(1, 2, 3, 6, 1000).mapToObj(Pace.DEFAULTS::untilNextLook))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(7500),
                        Duration.ofMillis(11250),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30));
    }

    @Test
    void aLongestTimeBelowTheShortestIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Pace(second, Duration.ofSeconds(5), second, second, second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longest poll");
    }
}
