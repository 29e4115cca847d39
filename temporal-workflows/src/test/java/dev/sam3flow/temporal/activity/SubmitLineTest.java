package dev.sam3flow.temporal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitLineTest {
    private final SubmitLine line = new SubmitLine(2);

    private SubmitLine.Place join(int priority, String tenant) {
        return line.join(priority, tenant);
    }

    @Test
    void theHigherPriorityIsFirstAndNoneIsTheUsual() {
        SubmitLine.Place usual = join(0, "acme");
        SubmitLine.Place low = join(4, "acme");
        SubmitLine.Place high = join(2, "acme");

        assertThat(List.of(usual.isFirst(), low.isFirst(), high.isFirst())).containsExactly(false, false, true);
        assertThat(low.go()).isFalse();
        high.close();
        assertThat(usual.isFirst()).isTrue();
    }

    @Test
    void tenantsTakeTurnsAndOfOneTenantWhoCameFirstGoesFirst() {
        List<SubmitLine.Place> places = new ArrayList<>();
        for (String tenant : List.of("acme", "acme", "acme", "beta", "beta", "gamma")) {
            places.add(join(3, tenant));
        }

        List<Integer> order = new ArrayList<>();
        while (order.size() < places.size()) {
            for (SubmitLine.Place place : places) {
                if (place.go()) {
                    order.add(places.indexOf(place));
                    place.close();
                    break;
                }
            }
        }

        assertThat(order).containsExactly(0, 3, 5, 1, 4, 2);
    }

    @Test
    void noMoreThanSoManyGoAtATime() {
        SubmitLine.Place first = join(3, "acme");
        SubmitLine.Place second = join(3, "acme");
        SubmitLine.Place third = join(3, "acme");
        assertThat(first.go()).isTrue();
        assertThat(second.go()).isTrue();
        assertThat(third.go()).isFalse();

        first.close();

        assertThat(third.go()).isTrue();
    }

    @Test
    void whenTheLineIsClosedNobodyGoes() {
        SubmitLine.Place waiting = join(3, "acme");

        line.close();

        assertThat(waiting.go()).isFalse();
        assertThat(waiting.isClosed()).isTrue();
    }

    @Test
    void whoFindsNoRoomStandsBeforeThoseOfItsTenantThatCameLater() {
        SubmitLine.Place first = join(3, "acme");
        SubmitLine.Place second = join(3, "acme");
        first.go();

        first.goBack();

        assertThat(first.isFirst()).isTrue();
        assertThat(second.isFirst()).isFalse();
    }
}
