package dev.sam3flow.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final AtomicLong now = new AtomicLong();
    private final Buckets buckets = new Buckets(6, now::get);

    private long taken(String name, int asked) {
        return IntStream.range(0, asked).filter(i -> buckets.take(name)).count();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void asManyAsAMinuteHasAreTakenAtOnceAndNoMore() {
        assertThat(taken("a", 10)).isEqualTo(6);
        assertThat(buckets.isEmpty("a")).isTrue();
    }

    @Test
    void theAllowanceFillsUpEvenlyAndNeverOver() {
        taken("a", 6);

        pass(Duration.ofSeconds(9));
        assertThat(taken("a", 5)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(taken("a", 5)).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(taken("a", 20)).isEqualTo(6);
    }

    @Test
    void oneNameTakesNothingFromAnother() {
        taken("a", 6);

        assertThat(buckets.isEmpty("b")).isFalse();
        assertThat(taken("b", 6)).isEqualTo(6);
    }
}
