package dev.sam3flow.app.wiring;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Brings the workers of a service up, however long the workflow server takes, and jobs that were cut off with them. */
@Singleton
@Readiness
public class ServiceStart implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ServiceStart.class);

    private final DurableJobs jobs;
    private volatile boolean ready;

    ServiceStart(DurableJobs jobs) {
        this.jobs = jobs;
    }

    /** The scheduler runs in a service only. */
    @Scheduled(every = "5s", delayed = "0s", concurrentExecution = ConcurrentExecution.SKIP)
    void bringUp() {
        if (ready) {
            return;
        }
        try {
            List<JobId> recovered = jobs.recover();
            if (jobs.simulated()) {
                LOG.warn(
                        "SIMULATED: a simulator makes the masks, and no money moves; set WAVESPEED_API_KEY for the model");
            }
            LOG.infof("workers are up; %d unfinished jobs taken up again", recovered.size());
            ready = true;
        } catch (UnavailableException e) {
            LOG.warn(e.getMessage());
        }
    }

    /** True once the workers run and jobs that were cut off have been taken up again. */
    boolean isReady() {
        return ready;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("workers").status(ready).build();
    }
}
