package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivityWatchTest {
    @Test
    void theIdsOfJobAndChunkAreReadFromTheWorkflowsId() {
        assertThat(ActivityWatch.ids("segment/acme/order-4711")).isEqualTo(Map.of("job", "acme/order-4711"));
        assertThat(ActivityWatch.ids("segment/acme/order-4711/chunk/12"))
                .isEqualTo(Map.of("job", "acme/order-4711", "chunk", "12"));
    }

    /** A request key may hold what looks like our own ending. */
    @Test
    void aKeyThatEndsLikeAChunkButNamesNoNumberIsAJob() {
        assertThat(ActivityWatch.ids("segment/acme/my/chunk/one")).isEqualTo(Map.of("job", "acme/my/chunk/one"));
        assertThat(ActivityWatch.ids("segment/acme/my/chunk/")).isEqualTo(Map.of("job", "acme/my/chunk/"));
    }

    @Test
    void aPollThatHasToWaitIsNoFailure() {
        ApplicationFailure again = ApplicationFailure.newBuilder()
                .setMessage("not yet")
                .setType("still-running")
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
        assertThat(ActivityWatch.ending(again)).isEqualTo("waiting");
        assertThat(ActivityWatch.ending(ApplicationFailure.newFailure("no", "rate-limited")))
                .isEqualTo("rate-limited");
        assertThat(ActivityWatch.ending(new IllegalStateException("stopped"))).isEqualTo("broken-off");
    }
}
