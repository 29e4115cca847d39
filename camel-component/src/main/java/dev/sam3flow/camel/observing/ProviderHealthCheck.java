package dev.sam3flow.camel.observing;

import dev.sam3flow.core.port.PredictionService;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Not ready while the provider does not answer; asks for the balance, which is free, and tells it to nobody. */
public final class ProviderHealthCheck implements HealthCheck {
    private final Supplier<PredictionService> provider;
    private volatile boolean enabled = true;

    public ProviderHealthCheck(Supplier<PredictionService> provider) {
        this.provider = provider;
    }

    @Override
    public String getId() {
        return "sam3-provider";
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        try {
            PredictionService asked = provider.get();
            asked.balance();
            return result.up()
                    .detail("endpoint", asked.endpoint())
                    .detail("simulated", asked.simulated())
                    .build();
        } catch (RuntimeException failed) {
            return result.down().message(failed.getMessage()).error(failed).build();
        }
    }
}
