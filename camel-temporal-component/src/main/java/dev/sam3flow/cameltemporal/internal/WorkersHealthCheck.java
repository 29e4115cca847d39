package dev.sam3flow.cameltemporal.internal;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Not ready while a route waits for activities of a task queue that is not polled. */
public final class WorkersHealthCheck implements HealthCheck {
    private final Workers workers;
    private volatile boolean enabled = true;

    public WorkersHealthCheck(Workers workers) {
        this.workers = workers;
    }

    @Override
    public String getId() {
        return "temporal-workers";
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
        List<String> silent = workers.silent();
        return silent.isEmpty()
                ? result.up().build()
                : result.down()
                        .message("not polled: " + String.join(", ", silent))
                        .build();
    }
}
