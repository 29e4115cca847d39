package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.prediction.PredictionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private RateLimits limits(int startsPerMinute, int inFlight) {
        return new RateLimits(startsPerMinute, inFlight, now::get);
    }

    private static PredictionId id(int number) {
        return new PredictionId("p" + number);
    }

    @Test
    void grantsNoMoreStartsThanAMinuteHas() {
        RateLimits limits = limits(2, 100);
        limits.tryBegin();
        limits.begun(id(1));
        now.addAndGet(Duration.ofSeconds(20).toNanos());
        limits.tryBegin();
        limits.begun(id(2));

        Duration wait = limits.tryBegin();

        assertThat(wait).isEqualTo(Duration.ofSeconds(40));
        now.addAndGet(wait.toNanos());
        assertThat(limits.tryBegin()).isZero();
        assertThat(limits.tryBegin()).isEqualTo(Duration.ofSeconds(20));
    }

    /** The provider may have counted it when it was sent, or when it was answered. */
    @Test
    void aStartsMinuteBeginsWhenItIsAnswered() {
        RateLimits limits = limits(1, 100);
        limits.tryBegin();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(limits.tryBegin()).isPositive();
        limits.begun(id(1));
        now.addAndGet(Duration.ofSeconds(59).toNanos());

        assertThat(limits.tryBegin()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tellsWhenAStartHasAChanceAndTakesNone() {
        RateLimits limits = limits(1, 100);
        assertThat(limits.untilNextStart()).isZero();
        assertThat(limits.untilNextStart()).isZero();
        limits.tryBegin();
        limits.begun(id(1));
        now.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(limits.untilNextStart()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void grantsNoMoreThanMayRun() {
        RateLimits limits = limits(100, 2);
        limits.tryBegin();
        limits.begun(id(1));
        limits.seen(id(2), false);

        assertThat(limits.tryBegin()).isPositive();
        limits.seen(id(2), true);
        assertThat(limits.tryBegin()).isZero();
        assertThat(limits.inFlight()).isEqualTo(2);
    }

    @Test
    void aPredictionThatNobodyLooksAtAnyMoreHoldsNoPlaceForEver() {
        RateLimits limits = limits(100, 1);
        limits.tryBegin();
        limits.begun(id(1));
        now.addAndGet(Duration.ofMinutes(9).toNanos());
        limits.seen(id(1), false);
        now.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(limits.tryBegin()).isPositive();

        now.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(limits.tryBegin()).isZero();
    }

    @Test
    void aStartThatCameToNothingFreesItsPlace() {
        RateLimits limits = limits(100, 1);
        limits.tryBegin();
        limits.notBegun();

        assertThat(limits.tryBegin()).isZero();
    }
}
