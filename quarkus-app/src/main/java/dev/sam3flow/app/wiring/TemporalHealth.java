package dev.sam3flow.app.wiring;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is who reaches the workflow server; before the workers are up, {@link ServiceStart} says what is missing. */
@Singleton
@Readiness
public class TemporalHealth implements HealthCheck {
    private final DurableJobs jobs;
    private final String kind;

    TemporalHealth(DurableJobs jobs, Sam3Config config) {
        this.jobs = jobs;
        this.kind = config.temporal().target().isPresent() ? "server" : "in memory";
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("temporal")
                .withData("kind", kind)
                .status(jobs.isConnected())
                .build();
    }
}
