package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ProviderHealthTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProviderHealth health = new ProviderHealth(meters);

    private void fails(Sam3Exception error) {
        Supplier<String> call = () -> {
            throw error;
        };
        assertThatThrownBy(() -> health.watch(call)).isSameAs(error);
    }

    private void isSilent(int times) {
        for (int i = 0; i < times; i++) {
            fails(new UnavailableException("no answer", null));
        }
    }

    /** The process itself is well: taking it out of service would help nobody. */
    @Test
    void silenceMakesTheServiceDegradedAndNeverUnready() {
        isSilent(3);
        assertThat(health.call().getStatus()).isEqualTo(Status.UP);
        assertThat(health.call().getData().orElseThrow())
                .containsEntry("state", "degraded")
                .containsEntry("last", "unavailable");
        assertThat(meters.get("sam3.provider.degraded").gauge().value()).isEqualTo(1);
    }

    @Test
    void oneCallThatFailsIsNoTrouble() {
        isSilent(2);
        assertThat(health.call().getData().orElseThrow()).containsEntry("state", "ok");
    }

    @Test
    void anAnswerEndsIt() {
        isSilent(5);
        assertThat(health.watch(() -> "here")).isEqualTo("here");
        assertThat(health.isDegraded()).isFalse();
    }

    @Test
    void aRefusalIsAnAnswer() {
        isSilent(5);
        fails(new RejectedException("the key is wrong", 401));
        assertThat(health.isDegraded()).isFalse();
    }
}
